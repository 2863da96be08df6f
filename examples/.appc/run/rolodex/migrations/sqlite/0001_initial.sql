-- Closed lists of values.

create table role_value (
    value text not null primary key,
    position integer not null
) strict;

insert into role_value (value, position) values ('member', 1), ('admin', 2);

-- Users.

create table users (
    seq integer primary key,
    id text not null constraint users_id_unique unique,
    name text not null constraint users_name_max check (length(name) <= 120),
    name_fold text not null,
    email text not null,
    email_fold text not null constraint users_email_unique unique,
    role text not null default 'member' constraint users_role references role_value (value),
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

-- Contacts.

create table contact (
    seq integer primary key,
    id text not null constraint contact_id_unique unique,
    owner_id text not null constraint contact_owner references users (id) on delete cascade,
    name text not null constraint contact_name_max check (length(name) <= 120),
    name_fold text not null,
    email text,
    email_fold text,
    company text constraint contact_company_max check (length(company) <= 120),
    company_fold text,
    created_at text not null,
    updated_at text not null,
    created_by_id text constraint contact_created_by references users (id) on delete set null
) strict;

create index contact_created_at on contact (created_at, id);
create index contact_owner on contact (owner_id, created_at, id);
create index contact_name on contact (name_fold, id);
create index contact_email on contact (email_fold, id);
create index contact_company on contact (company_fold, id);
create index contact_created_by on contact (created_by_id);

create virtual table contact_search using fts5 (name_fold, email_fold, company_fold, content = 'contact', content_rowid = 'seq');

create trigger contact_search_insert after insert on contact begin
    insert into contact_search (rowid, name_fold, email_fold, company_fold) values (new.seq, new.name_fold, new.email_fold, new.company_fold);
end;

create trigger contact_search_update after update of name_fold, email_fold, company_fold on contact begin
    insert into contact_search (contact_search, rowid, name_fold, email_fold, company_fold)
    values ('delete', old.seq, old.name_fold, old.email_fold, old.company_fold);
    insert into contact_search (rowid, name_fold, email_fold, company_fold) values (new.seq, new.name_fold, new.email_fold, new.company_fold);
end;

create trigger contact_search_delete after delete on contact begin
    insert into contact_search (contact_search, rowid, name_fold, email_fold, company_fold)
    values ('delete', old.seq, old.name_fold, old.email_fold, old.company_fold);
end;
