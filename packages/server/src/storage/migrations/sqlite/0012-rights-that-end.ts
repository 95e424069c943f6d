/**
 * What a user was given ends with them: sign-ins know when they were last used, tokens that nobody stores carry how often
 * all of a user's tokens have been ended, and an app's also how often its secret was replaced. Sign-ins of 0.1.0 count as used at the upgrade.
 */
export const rightsThatEnd = `
alter table tokens add column last_used_at integer not null default 0;
update tokens set last_used_at = max(created_at, cast(unixepoch('subsec') * 1000 as integer));
create index tokens_by_use on tokens (last_used_at);
drop index tokens_by_expiry;

-- Only of users whose tokens were ended at least once; it outlives the user, since their id may be given again.
create table user_generations (
  app_id text not null,
  user_id text not null,
  generation integer not null,
  primary key (app_id, user_id)
) strict, without rowid;
alter table apps add column secret_generation integer not null default 0;

create index rooms_by_pair_second on rooms (app_id, pair_second) where pair_second is not null;
create index sanctions_by_end on sanctions (until) where until is not null;
`;
