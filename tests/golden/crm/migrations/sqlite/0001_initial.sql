-- Closed lists of values.

create table role_value (
    value text not null primary key,
    position integer not null
) strict;

insert into role_value (value, position) values ('admin', 1), ('sales', 2);

create table stage_value (
    value text not null primary key,
    position integer not null
) strict;

insert into stage_value (value, position) values ('Lead', 1), ('Qualified', 2), ('Proposal', 3), ('Closed', 4);

-- Users.

create table users (
    seq integer primary key,
    id text not null constraint users_id_unique unique,
    name text not null constraint users_name_max check (length(name) <= 120),
    name_fold text not null,
    email text not null,
    email_fold text not null constraint users_email_unique unique,
    role text not null default 'sales' constraint users_role references role_value (value),
    created_at text not null,
    updated_at text not null,
    created_by_id text constraint users_created_by references users (id) on delete set null
) strict;

create index users_created_at on users (created_at, id);
create index users_role on users (role, created_at, id);
create index users_name on users (name_fold, id);
create index users_created_by on users (created_by_id);

create virtual table users_search using fts5 (name_fold, email_fold, content = 'users', content_rowid = 'seq');

create trigger users_search_insert after insert on users begin
    insert into users_search (rowid, name_fold, email_fold) values (new.seq, new.name_fold, new.email_fold);
end;

create trigger users_search_update after update of name_fold, email_fold on users begin
    insert into users_search (users_search, rowid, name_fold, email_fold)
    values ('delete', old.seq, old.name_fold, old.email_fold);
    insert into users_search (rowid, name_fold, email_fold) values (new.seq, new.name_fold, new.email_fold);
end;

create trigger users_search_delete after delete on users begin
    insert into users_search (users_search, rowid, name_fold, email_fold)
    values ('delete', old.seq, old.name_fold, old.email_fold);
end;

-- Companies.

create table company (
    seq integer primary key,
    id text not null constraint company_id_unique unique,
    name text not null constraint company_name_max check (length(name) <= 160),
    name_fold text not null constraint company_name_unique unique,
    website text,
    website_fold text,
    notes text,
    notes_fold text,
    created_at text not null,
    updated_at text not null,
    created_by_id text constraint company_created_by references users (id) on delete set null
) strict;

create index company_created_at on company (created_at, id);
create index company_website on company (website_fold, id);
create index company_created_by on company (created_by_id);

create virtual table company_search using fts5 (name_fold, website_fold, notes_fold, content = 'company', content_rowid = 'seq');

create trigger company_search_insert after insert on company begin
    insert into company_search (rowid, name_fold, website_fold, notes_fold) values (new.seq, new.name_fold, new.website_fold, new.notes_fold);
end;

create trigger company_search_update after update of name_fold, website_fold, notes_fold on company begin
    insert into company_search (company_search, rowid, name_fold, website_fold, notes_fold)
    values ('delete', old.seq, old.name_fold, old.website_fold, old.notes_fold);
    insert into company_search (rowid, name_fold, website_fold, notes_fold) values (new.seq, new.name_fold, new.website_fold, new.notes_fold);
end;

create trigger company_search_delete after delete on company begin
    insert into company_search (company_search, rowid, name_fold, website_fold, notes_fold)
    values ('delete', old.seq, old.name_fold, old.website_fold, old.notes_fold);
end;

-- Contacts.

create table contact (
    seq integer primary key,
    id text not null constraint contact_id_unique unique,
    company_id text not null constraint contact_company references company (id) on delete cascade,
    name text not null constraint contact_name_max check (length(name) <= 120),
    name_fold text not null,
    email text,
    email_fold text,
    created_at text not null,
    updated_at text not null,
    created_by_id text constraint contact_created_by references users (id) on delete set null
) strict;

create index contact_created_at on contact (created_at, id);
create index contact_company on contact (company_id, created_at, id);
create index contact_name on contact (name_fold, id);
create index contact_email on contact (email_fold, id);
create index contact_created_by on contact (created_by_id);

create virtual table contact_search using fts5 (name_fold, email_fold, content = 'contact', content_rowid = 'seq');

create trigger contact_search_insert after insert on contact begin
    insert into contact_search (rowid, name_fold, email_fold) values (new.seq, new.name_fold, new.email_fold);
end;

create trigger contact_search_update after update of name_fold, email_fold on contact begin
    insert into contact_search (contact_search, rowid, name_fold, email_fold)
    values ('delete', old.seq, old.name_fold, old.email_fold);
    insert into contact_search (rowid, name_fold, email_fold) values (new.seq, new.name_fold, new.email_fold);
end;

create trigger contact_search_delete after delete on contact begin
    insert into contact_search (contact_search, rowid, name_fold, email_fold)
    values ('delete', old.seq, old.name_fold, old.email_fold);
end;

-- Deals.

create table deal (
    seq integer primary key,
    id text not null constraint deal_id_unique unique,
    title text not null constraint deal_title_max check (length(title) <= 160),
    title_fold text not null,
    company_id text not null constraint deal_company references company (id) on delete restrict,
    contact_id text constraint deal_contact references contact (id) on delete set null,
    owner_id text not null constraint deal_owner references users (id) on delete restrict,
    value integer not null constraint deal_value_min check (value >= 0),
    stage text not null default 'Lead' constraint deal_stage references stage_value (value),
    expected_close text,
    created_at text not null,
    updated_at text not null,
    created_by_id text constraint deal_created_by references users (id) on delete set null,
    constraint deal_check_1 check (stage <> 'Closed' or expected_close is not null)
) strict;

create index deal_created_at on deal (created_at, id);
create index deal_stage on deal (stage, created_at, id);
create index deal_company on deal (company_id, created_at, id);
create index deal_contact on deal (contact_id, created_at, id);
create index deal_owner on deal (owner_id, created_at, id);
create index deal_title on deal (title_fold, id);
create index deal_value on deal (value, id);
create index deal_created_by on deal (created_by_id);

create virtual table deal_search using fts5 (title_fold, content = 'deal', content_rowid = 'seq');

create trigger deal_search_insert after insert on deal begin
    insert into deal_search (rowid, title_fold) values (new.seq, new.title_fold);
end;

create trigger deal_search_update after update of title_fold on deal begin
    insert into deal_search (deal_search, rowid, title_fold)
    values ('delete', old.seq, old.title_fold);
    insert into deal_search (rowid, title_fold) values (new.seq, new.title_fold);
end;

create trigger deal_search_delete after delete on deal begin
    insert into deal_search (deal_search, rowid, title_fold)
    values ('delete', old.seq, old.title_fold);
end;

create table deal_tags (
    deal_id text not null constraint deal_tags_deal references deal (id) on delete cascade,
    tag_id text not null constraint deal_tags_tag references tag (id) on delete cascade,
    primary key (deal_id, tag_id)
) strict, without rowid;

create index deal_tags_tag on deal_tags (tag_id, deal_id);

-- Tags.

create table tag (
    seq integer primary key,
    id text not null constraint tag_id_unique unique,
    name text not null constraint tag_name_max check (length(name) <= 40),
    name_fold text not null constraint tag_name_unique unique,
    created_at text not null,
    updated_at text not null,
    created_by_id text constraint tag_created_by references users (id) on delete set null
) strict;

create index tag_created_at on tag (created_at, id);
create index tag_created_by on tag (created_by_id);

create virtual table tag_search using fts5 (name_fold, content = 'tag', content_rowid = 'seq');

create trigger tag_search_insert after insert on tag begin
    insert into tag_search (rowid, name_fold) values (new.seq, new.name_fold);
end;

create trigger tag_search_update after update of name_fold on tag begin
    insert into tag_search (tag_search, rowid, name_fold)
    values ('delete', old.seq, old.name_fold);
    insert into tag_search (rowid, name_fold) values (new.seq, new.name_fold);
end;

create trigger tag_search_delete after delete on tag begin
    insert into tag_search (tag_search, rowid, name_fold)
    values ('delete', old.seq, old.name_fold);
end;
