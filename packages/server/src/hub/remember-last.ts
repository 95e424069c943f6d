/**
 * `make`, but asked again for the key that it was asked for last it gives the same value. The events of one tick are mostly
 * of one room and one millisecond, and a string that is given again has its hash already.
 */
export function rememberLast<Key extends string | number, Value>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | null = null;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}
