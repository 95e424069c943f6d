export * from './errors.ts';
export * from './events.ts';
export * from './limits.ts';
export * from './model.ts';
export * from './user-key.ts';
