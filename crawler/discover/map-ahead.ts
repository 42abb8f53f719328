/**
 * Maps items with several under way at once and yields the results in the items' order.
 * Starts no more than `ahead` beyond what was asked for. A failure is thrown in its turn; the others are then let go.
 */
export async function* mapAhead<T, R>(
  items: Iterable<T>,
  ahead: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underway: Promise<R>[] = [];
  const iterator = items[Symbol.iterator]();
  const fill = () => {
    while (underway.length < ahead) {
      const next = iterator.next();
      if (next.done) return;
      const started = map(next.value);
      // It is awaited in its turn; until then its failure is not an unhandled one.
      started.catch(() => {});
      underway.push(started);
    }
  };
  for (fill(); underway.length > 0; fill()) yield await (underway.shift() as Promise<R>);
}
