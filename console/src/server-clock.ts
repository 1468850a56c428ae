/** What time it is for the interface, as far as its answers have said. */
export interface ServerClock {
  /** Milliseconds since 1970; by the browser's clock before the first answer. */
  now(): number;
  /** By how much it is ahead of the browser's clock, in milliseconds. */
  aheadMs(): number;
  /** Takes what an answer says as its `Date`. */
  heard(date: string | null): void;
}

/** Nearer than this, it is the same time: an answer is under way for a moment, and says whole seconds. */
const SAME_MS = 5_000;

/** The browser's clock may be wrong, and the test clock of a local stack is another: what answers say is told. */
export function serverClock(browserNow: () => number): ServerClock {
  let aheadMs = 0;
  return {
    now: () => browserNow() + aheadMs,
    aheadMs: () => aheadMs,
    heard: (date) => {
      const said = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(said)) return;
      const by = said - browserNow();
      aheadMs = Math.abs(by) < SAME_MS ? 0 : by;
    },
  };
}
