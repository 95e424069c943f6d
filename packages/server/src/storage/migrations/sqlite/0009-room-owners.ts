/** How many rooms an account owns is counted before it makes another. */
export const roomOwners = `
create index rooms_by_owner on rooms (app_id, owner_id) where owner_id is not null;
`;
