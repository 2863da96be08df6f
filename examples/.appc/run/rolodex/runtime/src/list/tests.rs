//! Lists against a real database: order, pages, filters, rules.

use sqlx::Connection as _;

use super::*;
use crate::key::Link;
use crate::picker::Asked;

static SHAPE: Shape = Shape {
    table: "deal",
    id: "deal.id",
    path: "/deals",
    nouns: "deals",
    search: "deal.seq in (select rowid from deal_search where deal_search match ?)",
    sorts: &[
        Sort::new("created", "Created", "deal.created_at").largest_first(),
        Sort::new("title", "Title", "deal.title_fold"),
        Sort::new("value", "Value", "deal.value")
            .nullable()
            .largest_first(),
    ],
    filters: &[
        Filter::person("owner", "Owner", "deal.owner_id", "/users/options"),
        Filter::number("value", "Value", "deal.value", 0, "").optional(),
    ],
};

const SCHEMA: &str = "
create table deal (
    seq integer primary key,
    id text not null unique,
    title_fold text not null,
    value integer,
    owner_id text not null,
    shared integer not null default 0,
    created_at text not null
) strict;
create virtual table deal_search using fts5 (title_fold, content = 'deal', content_rowid = 'seq');
create trigger deal_search_insert after insert on deal begin
    insert into deal_search (rowid, title_fold) values (new.seq, new.title_fold);
end;
";

const SELECT: &str = "select deal.id, deal.value from deal";

/// 120 deals: owners alternate, every third value is null, created in groups of four.
async fn database() -> Connection {
    let mut conn = Connection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(SCHEMA).execute(&mut conn).await.unwrap();
    for number in 0..120_i64 {
        sql("insert into deal (id, title_fold, value, owner_id, shared, created_at) values (?, ?, ?, ?, ?, ?)")
            .bind(format!("d{number:03}"))
            .bind(format!("deal {} number{number}", if number % 2 == 0 { "muller" } else { "acme" }))
            .bind((number % 3 != 0).then_some(number % 7))
            .bind(if number % 2 == 0 { "ann" } else { "bob" })
            .bind(i64::from(number % 10 == 0))
            .bind(format!("2026-01-{:02}", number / 4 + 1))
            .execute(&mut conn)
            .await
            .unwrap();
    }
    conn
}

#[derive(Debug, sqlx::FromRow)]
struct Found {
    id: String,
    value: Option<i64>,
}

/// Walks all pages and checks that no row comes twice.
async fn walk(conn: &mut Connection, readable: &Predicate, address: &str) -> Vec<Found> {
    let mut query = ListQuery::parse(&SHAPE, address, Some("ann"));
    let mut found: Vec<Found> = Vec::new();
    loop {
        let list = List::new(&SHAPE, readable, &query).limit(7);
        let page: Page<Found> = list.page(conn, SELECT, &[]).await.unwrap();
        found.extend(page.rows);
        let Some(next) = page.next else { break };
        let address = query.page_after(&next);
        query = ListQuery::parse(&SHAPE, &address, Some("ann"));
        assert!(query.after.is_some(), "{address}");
    }
    let mut ids: Vec<&String> = found.iter().map(|row| &row.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), found.len());
    found
}

#[tokio::test]
async fn pages_show_every_row_once_in_every_order() {
    let mut conn = database().await;
    for address in [
        "",
        "sort=created",
        "sort=title",
        "sort=-title",
        "sort=value",
        "sort=-value",
    ] {
        let found = walk(&mut conn, &Predicate::All, address).await;
        assert_eq!(found.len(), 120, "{address}");
    }
}

#[tokio::test]
async fn nulls_come_last_both_ways() {
    let mut conn = database().await;
    for address in ["sort=value", "sort=-value"] {
        let found = walk(&mut conn, &Predicate::All, address).await;
        let values: Vec<Option<i64>> = found.iter().map(|row| row.value).collect();
        assert!(values[..80].iter().all(Option::is_some), "{address}");
        assert!(values[80..].iter().all(Option::is_none), "{address}");
        let known: Vec<i64> = values.into_iter().flatten().collect();
        assert!(
            known.is_sorted() || known.iter().rev().is_sorted(),
            "{address}"
        );
    }
}

#[tokio::test]
async fn the_newest_row_comes_first_unless_asked() {
    let mut conn = database().await;
    let found = walk(&mut conn, &Predicate::All, "").await;
    assert_eq!(found[0].id, "d119");
}

#[tokio::test]
async fn a_predicate_of_several_conditions_shows_their_union() {
    let mut conn = database().await;
    let readable = Predicate::when("deal.owner_id = ?", [Bind::from("bob")])
        .or(Predicate::when("deal.shared = 1", []));
    let found = walk(&mut conn, &readable, "sort=-value").await;
    assert_eq!(found.len(), 60 + 12);
    let found = walk(&mut conn, &Predicate::Nothing, "").await;
    assert!(found.is_empty());
}

#[tokio::test]
async fn filters_and_search_narrow_within_the_rules() {
    let mut conn = database().await;
    let mine = Predicate::when("deal.owner_id = ?", [Bind::from("ann")]);
    assert_eq!(walk(&mut conn, &mine, "owner=bob").await.len(), 0);
    assert_eq!(walk(&mut conn, &mine, "owner=me").await.len(), 60);
    assert_eq!(
        walk(&mut conn, &Predicate::All, "q=M%C3%9CLL").await.len(),
        60
    );
    assert_eq!(walk(&mut conn, &mine, "q=acme").await.len(), 0);
    assert_eq!(walk(&mut conn, &mine, "q=muller+number11").await.len(), 5);
    assert_eq!(walk(&mut conn, &mine, "q=%22%27%2A").await.len(), 0);
    assert_eq!(
        walk(&mut conn, &Predicate::All, "value_is=empty")
            .await
            .len(),
        40
    );
    let narrow = walk(
        &mut conn,
        &Predicate::All,
        "value_from=5&value_to=6&sort=value",
    )
    .await;
    assert!(narrow.iter().all(|row| matches!(row.value, Some(5 | 6))));
}

#[tokio::test]
async fn counting_stops_at_the_bound() {
    let mut conn = database().await;
    let query = ListQuery::parse(&SHAPE, "owner=ann", None);
    let count = List::new(&SHAPE, &Predicate::All, &query)
        .count(&mut conn)
        .await
        .unwrap();
    assert_eq!(count.to_string(), "60");
    assert_eq!(Count(1_001).to_string(), "1,000+");
}

#[tokio::test]
async fn pages_follow_an_index() {
    let mut conn = database().await;
    for (index, address, parts) in [
        (
            "create index deal_created on deal (created_at, id)",
            "",
            &[Part::Known][..],
        ),
        (
            "create index deal_value on deal (value, id)",
            "sort=value",
            &[Part::Known, Part::Missing],
        ),
        (
            "create index deal_owner on deal (owner_id, value, id)",
            "sort=-value",
            &[Part::Known, Part::Missing],
        ),
    ] {
        sqlx::query(index).execute(&mut conn).await.unwrap();
        let query = ListQuery::parse(&SHAPE, address, None);
        let list = List::new(&SHAPE, &Predicate::All, &query).limit(5);
        let page: Page<Found> = list.page(&mut conn, SELECT, &[]).await.unwrap();
        let next = query.page_after(&page.next.unwrap());
        let query = ListQuery::parse(&SHAPE, &next, None);
        let list = List::new(&SHAPE, &Predicate::All, &query).limit(5);
        for part in parts {
            let mut statement = sql("explain query plan");
            statement.push_text(" ");
            list.push_branch(&mut statement, &Predicate::All.to_condition(), *part);
            let steps: Vec<Step> = statement.fetch_all(&mut conn).await.unwrap();
            assert!(
                steps
                    .iter()
                    .all(|step| step.detail.starts_with("SEARCH deal USING")),
                "{address}: {steps:?}"
            );
        }
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Step {
    detail: String,
}

#[test]
fn addresses_carry_what_was_chosen() {
    let query = ListQuery::parse(
        &SHAPE,
        "owner=me&q=a+b&sort=-title&value_from=5&x=y",
        Some("ann"),
    );
    assert_eq!(
        query.first_page(),
        "q=a+b&owner=ann&value_from=5&sort=-title"
    );
    let chips = query.chips();
    assert_eq!(chips[1].remove, "q=a+b&owner=ann&sort=-title");
    assert_eq!(chips[1].words, "from 5");
    assert_eq!(
        query.sorted_by(&SHAPE.sorts[1]),
        "q=a+b&owner=ann&value_from=5&sort=title"
    );
    assert_eq!(
        ListQuery::parse(&SHAPE, "sort=nonsense&after=xx", None).first_page(),
        ""
    );
}

#[test]
fn a_typed_name_stands_for_the_rows_it_finds() {
    let mut query = ListQuery::parse(&SHAPE, "owner_search=an&owner=", None);
    assert_eq!(query.asked("owner"), Some(Asked::Text("an".to_owned())));
    let ann = Link {
        id: "ann".to_owned(),
        label: "Ann".to_owned(),
    };
    query.answer("owner", vec![ann]);
    assert_eq!(query.first_page(), "owner=ann");
    assert_eq!(query.chips()[0].words, "is Ann");
}

#[test]
fn rows_that_may_not_be_read_cannot_be_probed_for() {
    let mut query = ListQuery::parse(&SHAPE, "owner=secret", None);
    assert_eq!(
        query.asked("owner"),
        Some(Asked::Ids(vec!["secret".to_owned()]))
    );
    query.answer("owner", Vec::new());
    assert!(query.ids("owner").is_empty());
    assert_eq!(query.problems, ["Owner: This does not exist."]);
    let condition = query.chosen[0].filter.condition(&query.chosen[0].choice);
    assert_eq!(condition.sql(), "false");
}
