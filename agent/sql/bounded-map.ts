/** A map that forgets what was set longest ago when it holds more than `most`. */
export function createBoundedMap<K, V>(most: number): Map<K, V> {
  const map = new Map<K, V>();
  const set = map.set.bind(map);
  map.set = (key, value) => {
    map.delete(key);
    set(key, value);
    const oldest = map.keys().next();
    if (map.size > most && !oldest.done) map.delete(oldest.value);
    return map;
  };
  return map;
}
