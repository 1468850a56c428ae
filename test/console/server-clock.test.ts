import { describe, expect, it } from '@jest/globals';
import { serverClock } from '../../console/src/server-clock.ts';

const browser = Date.UTC(2026, 10, 30, 12);

describe('the clock of the console', () => {
  it('is the browser’s before anything was answered, and where an answer says nothing of it', () => {
    const clock = serverClock(() => browser);
    clock.heard(null);
    clock.heard('soon');

    expect([clock.now(), clock.aheadMs()]).toEqual([browser, 0]);
  });

  it('is that of the interface, whose test clock may say another month, and goes on', () => {
    let now = browser;
    const clock = serverClock(() => now);
    clock.heard('Fri, 01 Jan 2027 12:00:00 GMT');
    now += 60_000;

    expect(new Date(clock.now()).toISOString()).toBe('2027-01-01T12:01:00.000Z');
    expect(clock.aheadMs()).toBe(32 * 86_400_000);
  });

  it('is the browser’s again once both say the same, but for the seconds that an answer takes', () => {
    const clock = serverClock(() => browser);
    clock.heard('Fri, 01 Jan 2027 12:00:00 GMT');
    clock.heard('Mon, 30 Nov 2026 11:59:58 GMT');

    expect(clock.aheadMs()).toBe(0);
  });
});
