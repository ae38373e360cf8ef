/** Makes each item once, when it is first asked for. */
export function remembered<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const kept = new Map<Key, Made>();
  return (key) => {
    const held = kept.get(key) ?? make(key);
    kept.set(key, held);
    return held;
  };
}
