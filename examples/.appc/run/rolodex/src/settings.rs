//! What holds for the whole app: its name, currency and time zone.

use runtime::money::Currency;
use runtime::time::{Zone, zone_named};

/// The zone in which people read and write times.
pub static ZONE: Zone = Zone::new(|| zone_named("UTC"));

/// The currency of every amount.
pub struct Eur;

impl Currency for Eur {
    const CODE: &'static str = "EUR";
    const SYMBOL: &'static str = "€";
    const DECIMALS: u32 = 2;
}

/// An amount of money.
pub type Money = runtime::money::Money<Eur>;
