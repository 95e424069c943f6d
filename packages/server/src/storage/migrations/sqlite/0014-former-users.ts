/**
 * An id that was deleted may be given again: messages up to this number are a former user's, and so nothing of the present one's.
 * A number and not a time, since clocks may be set back.
 */
export const formerUsers = `
alter table user_generations add column last_number integer not null default 0;
`;
