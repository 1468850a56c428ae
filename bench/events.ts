/** One usage event as a sender would post it: about 300 bytes of JSON. */
export interface BenchEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, string | number>>;
}

const CUSTOMERS = 10_000;
const ARTICLES = 800;
const ZIPF_EXPONENT = 1.1;
const types = ['view', 'view', 'view', 'download', 'api.call'] as const;
const regions = ['eu-central-1', 'us-east-1', 'ap-south-1'] as const;

/** Events of 10,000 customers (Zipf 1.1), `perSecond` to the second from `from` on; the same for the same seed. */
export function* benchEvents(options: {
  readonly count: number;
  readonly from: number;
  readonly perSecond: number;
  readonly seed: number;
}): Generator<BenchEvent> {
  const random = mulberry32(options.seed);
  const customer = zipf(CUSTOMERS, random);
  const article = zipf(ARTICLES, random);
  for (let index = 0; index < options.count; index += 1) {
    yield {
      specversion: '1.0',
      id: uuid(random),
      source: 'https://magazine.example/edge',
      type: types[Math.floor(random() * types.length)] ?? 'view',
      subject: `customer-${String(customer()).padStart(5, '0')}`,
      time: new Date(options.from + Math.floor((index * 1000) / options.perSecond)).toISOString(),
      data: {
        path: `/articles/2026/${article()}-what-a-farthing-buys`,
        bytes: Math.floor(random() ** 3 * 200_000),
        status: 200,
        region: regions[Math.floor(random() * regions.length)] ?? 'eu-central-1',
      },
    };
  }
}

/** The events as request bodies of `perRequest` events each. */
export function bodiesOf(events: Iterable<BenchEvent>, perRequest: number): string[] {
  const bodies: string[] = [];
  let batch: BenchEvent[] = [];
  for (const event of events) {
    batch.push(event);
    if (batch.length < perRequest) continue;
    bodies.push(JSON.stringify(batch));
    batch = [];
  }
  if (batch.length > 0) bodies.push(JSON.stringify(batch));
  return bodies;
}

/** A generator of numbers in [0, 1) from 32 bits of state (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ranks 0 to n-1, each with a probability in proportion to 1 / (rank + 1)^1.1. */
function zipf(n: number, random: () => number): () => number {
  const cumulative: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= n; rank += 1) {
    total += rank ** -ZIPF_EXPONENT;
    cumulative.push(total);
  }
  return () => {
    const wanted = random() * total;
    let [low, high] = [0, n - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? total) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const uuid = (random: () => number): string => {
  const hex = Array.from({ length: 8 }, () =>
    Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, '0'),
  );
  return `${hex[0]}${hex[1]}-${hex[2]}-4${hex[3]?.slice(1)}-a${hex[4]?.slice(1)}-${hex[5]}${hex[6]}${hex[7]}`;
};
