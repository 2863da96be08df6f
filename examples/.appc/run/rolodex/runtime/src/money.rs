//! Amounts of money, kept as minor units (cents).
//!
//! An app has one currency; it says which by implementing [`Currency`] once and
//! naming `Money<ItsCurrency>` in a type alias.

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::db::Engine;
use crate::decimal;

/// A currency and how its amounts are written.
pub trait Currency: 'static {
    /// The ISO 4217 code.
    const CODE: &'static str;
    /// The sign before an amount; the code and a space where there is none.
    const SYMBOL: &'static str;
    /// How many decimals an amount has.
    const DECIMALS: u32;
}

/// An amount in the currency `C`.
pub struct Money<C> {
    minor: i64,
    currency: PhantomData<fn() -> C>,
}

impl<C: Currency> Money<C> {
    /// Takes over an amount in minor units.
    #[must_use]
    pub const fn from_minor(minor: i64) -> Self {
        Self {
            minor,
            currency: PhantomData,
        }
    }

    /// The amount in minor units, as stored.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// Writes the amount as a form and the API do: no sign, no separators.
    #[must_use]
    pub fn plain(self) -> String {
        decimal::plain(self.minor, C::DECIMALS)
    }
}

/// Reads an amount, with or without the currency's sign or code; blank is none.
///
/// # Errors
/// Fails if the text is no amount, or one with too many decimals or digits.
pub fn parse<C: Currency>(text: &str) -> Result<Option<Money<C>>, String> {
    let mut text = text.trim();
    for mark in [C::SYMBOL.trim(), C::CODE] {
        text = text.strip_prefix(mark).unwrap_or(text).trim();
        text = text.strip_suffix(mark).unwrap_or(text).trim();
    }
    Ok(decimal::scaled(text, C::DECIMALS)?.map(Money::from_minor))
}

impl<C: Currency> fmt::Display for Money<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let amount = decimal::grouped(self.minor.saturating_abs(), C::DECIMALS);
        write!(f, "{sign}{}{amount}", C::SYMBOL)
    }
}

impl<C> Clone for Money<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Money<C> {}

impl<C: Currency> Default for Money<C> {
    fn default() -> Self {
        Self::from_minor(0)
    }
}

impl<C> PartialEq for Money<C> {
    fn eq(&self, other: &Self) -> bool {
        self.minor == other.minor
    }
}

impl<C> Eq for Money<C> {}

impl<C> PartialOrd for Money<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<C> Ord for Money<C> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.minor.cmp(&other.minor)
    }
}

impl<C> fmt::Debug for Money<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({})", self.minor)
    }
}

impl<C: Currency> Serialize for Money<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<C> Type<Engine> for Money<C> {
    fn type_info() -> <Engine as Database>::TypeInfo {
        <i64 as Type<Engine>>::type_info()
    }

    fn compatible(info: &<Engine as Database>::TypeInfo) -> bool {
        <i64 as Type<Engine>>::compatible(info)
    }
}

impl<C> Encode<'_, Engine> for Money<C> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Engine as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<'_, Engine>>::encode_by_ref(&self.minor, buffer)
    }
}

impl<'r, C: Currency> Decode<'r, Engine> for Money<C> {
    fn decode(value: <Engine as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as Decode<'r, Engine>>::decode(value).map(Self::from_minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Euro;

    impl Currency for Euro {
        const CODE: &'static str = "EUR";
        const SYMBOL: &'static str = "€";
        const DECIMALS: u32 = 2;
    }

    struct Yen;

    impl Currency for Yen {
        const CODE: &'static str = "JPY";
        const SYMBOL: &'static str = "¥";
        const DECIMALS: u32 = 0;
    }

    #[test]
    fn amounts_are_written_for_people() {
        for (minor, text) in [
            (0, "€0.00"),
            (1_200_000, "€12,000.00"),
            (123_450, "€1,234.50"),
            (-5, "-€0.05"),
        ] {
            assert_eq!(Money::<Euro>::from_minor(minor).to_string(), text);
        }
        assert_eq!(Money::<Yen>::from_minor(12_000).to_string(), "¥12,000");
    }

    #[test]
    fn amounts_are_read_with_and_without_their_currency() {
        for typed in ["1234.5", "€1,234.50", "1.234,50 €", "EUR 1234.50"] {
            assert_eq!(
                parse::<Euro>(typed),
                Ok(Some(Money::from_minor(123_450))),
                "{typed}"
            );
        }
        assert_eq!(parse::<Euro>("€"), Ok(None));
        assert!(parse::<Euro>("$5").is_err());
        assert!(parse::<Yen>("5.5").is_err());
    }

    #[test]
    fn the_plain_form_reads_back() {
        let amount = Money::<Euro>::from_minor(-1_005);
        assert_eq!(amount.plain(), "-10.05");
        assert_eq!(parse(&amount.plain()), Ok(Some(amount)));
    }
}
