/**
 * Makes `Date` of this thread show the runtime's clock: `Date.now()`, `new Date()` and `Date()`. Timers and
 * `performance.now()` measure spans, and stay as they are.
 */
export function shiftDate(shared: SharedArrayBuffer): void {
  const offset = new BigInt64Array(shared);
  const RealDate = globalThis.Date;
  const realNow = RealDate.now.bind(RealDate);
  const now = (): number => realNow() + Number(Atomics.load(offset, 0));
  RealDate.now = now;
  const Shifted: DateConstructor = new Proxy(RealDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now()] : given,
        newTarget === Shifted ? target : newTarget,
      ) as Date,
    apply: () => new RealDate(now()).toString(),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: Shifted });
  globalThis.Date = Shifted;
}
