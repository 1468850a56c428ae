import { describe, expect, it } from '@jest/globals';
import type { FunctionFailure, FunctionWait } from '../../start/runtime-port.ts';
import { failureTeller, waitsText } from '../../start/waits.ts';
import { fakeShell } from '../cli/support/fake-shell.ts';

const aWait: FunctionWait = {
  path: 'Documents/StoreDocuments',
  running: 0,
  runningSeconds: 0,
  queued: 0,
  retried: 0,
  next: undefined,
};
const late = 'TimeoutError: the put took more than 5000 ms';
const aFailure: FunctionFailure = { path: aWait.path, reason: late, messages: 1, retrySeconds: 4 };

describe('what is waited for', () => {
  it('is said of each function: how long it has worked, what waits for it, what comes again and why', () => {
    const text = waitsText([
      { ...aWait, running: 2, runningSeconds: 12, queued: 1_234 },
      { ...aWait, path: 'Billing/RunBilling', retried: 1, next: { seconds: 4, reason: late } },
    ]);

    expect(text).toBe(
      `StoreDocuments: at work for 12 s, 1,234 messages waiting; RunBilling: 1 message again in 4 s (${late})`,
    );
  });

  it('is nearly done when it is nothing', () => {
    expect(waitsText([])).toBe('nearly done');
  });
});

describe('a function that fails', () => {
  const told = (...failures: readonly FunctionFailure[]): string => {
    const { shell, warned } = fakeShell({});
    const tell = failureTeller(shell, { farthing: 'farthing', logFile: 'data/runtime.log' });
    for (const failure of failures) tell(failure);
    return warned();
  };

  it('is told with what becomes of it, and once where there is more', () => {
    const again = { ...aFailure, retrySeconds: 16 };

    expect(told(aFailure, again)).toBe(
      `  StoreDocuments failed at 1 message: ${late}. It is tried again in 4 s.
  data/runtime.log says more of what fails.
  StoreDocuments failed at 1 message: ${late}. It is tried again in 16 s.
`,
    );
  });

  it('is told with what to do where nothing tries it again', () => {
    const { retrySeconds: _, ...last } = aFailure;

    expect(told(last)).toContain('the last try: `farthing dlq list` says what they are, `farthing');
    expect(told({ path: 'ServeBooks', reason: 'Error: no' })).toContain(
      '  ServeBooks failed: Error: no.\n',
    );
  });

  it('is not told twice within seconds, and cannot steer the terminal', () => {
    const twice = told(aFailure, aFailure);

    expect(twice.match(/failed at/g)).toHaveLength(1);
    expect(told({ ...aFailure, reason: 'a\u001b[2J' })).toContain('a\\x1b[2J');
  });
});
