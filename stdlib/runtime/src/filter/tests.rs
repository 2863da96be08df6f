//! What narrows, what is reported and what is bound.

use super::*;

static UTC: Zone = Zone::new(|| time::zone_named("UTC"));

const STAGE: Filter = Filter::one_of(
    "stage",
    "Stage",
    "deal.stage",
    &[
        Case::new("Lead", "Lead", "gray"),
        Case::new("Closed", "Closed", "green"),
    ],
);

const VALUE: Filter = Filter::number("value", "Value", "deal.value", 2, "€").optional();

fn pairs(address: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(address.as_bytes())
        .into_owned()
        .collect()
}

fn sql(filter: &Filter, address: &str) -> String {
    let choice = filter.read(&pairs(address), Some("u1")).unwrap().unwrap();
    filter.condition(&choice).sql().to_owned()
}

#[test]
fn choices_become_conditions() {
    assert_eq!(sql(&STAGE, "stage=Lead"), "deal.stage = ?");
    assert_eq!(
        sql(&STAGE, "stage=Lead&stage=Closed&stage=Lead"),
        "deal.stage in (?, ?)"
    );
    assert_eq!(sql(&VALUE, "value_from=10"), "deal.value >= ?");
    assert_eq!(
        sql(&VALUE, "value_from=10&value_to=20"),
        "deal.value >= ? and deal.value <= ?"
    );
    assert_eq!(sql(&VALUE, "value_is=empty"), "deal.value is null");
}

#[test]
fn what_is_no_choice_is_reported_not_applied() {
    assert!(STAGE.read(&pairs("stage=x' or 1=1"), None).is_err());
    assert!(VALUE.read(&pairs("value_from=much"), None).is_err());
    assert_eq!(STAGE.read(&pairs("stage="), None), Ok(None));
    assert_eq!(STAGE.read(&pairs("stage_is=empty"), None), Ok(None));
}

#[test]
fn the_last_day_of_a_range_counts_whole() {
    let created = Filter::moment("created", "Created", "deal.created_at", &UTC);
    let choice = created
        .read(&pairs("created_to=2026-02-28"), None)
        .unwrap()
        .unwrap();
    let condition = created.condition(&choice);
    assert_eq!(condition.sql(), "deal.created_at < ?");
    assert_eq!(
        condition.binds(),
        [Bind::from("2026-03-01T00:00:00.000000Z")]
    );
}

#[test]
fn me_is_the_caller() {
    let owner = Filter::person("owner", "Owner", "deal.owner_id", "/users/options");
    let chosen = owner.read(&pairs("owner=me"), Some("u1"));
    assert_eq!(chosen, Ok(Some(Choice::AnyOf(vec!["u1".to_owned()]))));
    assert!(owner.read(&pairs("owner=me"), None).is_err());
}

#[test]
fn choices_are_said_in_words() {
    let said = |filter: &Filter, address: &str| {
        let choice = filter.read(&pairs(address), None).unwrap().unwrap();
        filter.words(&choice, str::to_owned)
    };
    assert_eq!(said(&STAGE, "stage=Lead&stage=Closed"), "is Lead or Closed");
    assert_eq!(
        said(&VALUE, "value_from=1000&value_to=2000.5"),
        "€1,000 – €2,000.50"
    );
}
