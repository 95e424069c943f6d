/**
 * What accounts look to be called, so that nobody else goes by a name that readers take for theirs. `koine_account_keys` is
 * `accountKeys` of core: Koine gives it to the connection that applies this.
 */
export const nameKeys = `
create table name_keys (
  app_id text not null,
  key text not null,
  user_id text not null,
  is_of_username integer not null check (is_of_username in (0, 1)),
  primary key (app_id, key, user_id)
) strict, without rowid;

insert or ignore into name_keys
select users.app_id, keys.value ->> 'key', users.id, keys.value ->> 'isOfUsername'
from users, json_each(koine_account_keys(users.username, users.display_name)) as keys
where users.username is not null
order by 1, 2, 3;
create index name_keys_by_user on name_keys (app_id, user_id);
`;
