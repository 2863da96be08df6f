-- Accounts, sessions, mail and settings: the tables that every application has.
-- `{user}` is the application's own table of people.

create table app_setting (
  name text primary key,
  value text not null
) strict;

create table app_account (
  user_id text primary key references {user} (id) on delete cascade,
  password_hash text,
  password_changed_at text,
  deactivated_at text,
  created_at text not null
) strict;

create table app_session (
  token_hash text primary key,
  user_id text not null references app_account (user_id) on delete cascade,
  user_agent text not null,
  created_at text not null,
  last_seen_at text not null
) strict;

create index app_session_user on app_session (user_id, last_seen_at);

create table app_token (
  token_hash text primary key,
  kind text not null
    constraint app_token_kind check (kind in ('invite', 'sign_up', 'reset', 'email_change', 'first_user')),
  user_id text references {user} (id) on delete cascade,
  email text,
  role text,
  created_at text not null,
  expires_at text not null
) strict;

create index app_token_kind_email on app_token (kind, email);
create index app_token_user on app_token (user_id);

create table app_job (
  name text primary key,
  last_run_at text not null
) strict;

create table app_throttle (
  subject text primary key,
  tries integer not null,
  window_ends_at text not null
) strict;

create table app_mail (
  id text primary key,
  recipient text not null,
  subject text not null,
  text_body text not null,
  html_body text not null,
  created_at text not null,
  next_try_at text,
  tries integer not null default 0,
  sent_at text,
  last_error text
) strict;

create index app_mail_due on app_mail (next_try_at) where next_try_at is not null;
create index app_mail_created on app_mail (created_at);
