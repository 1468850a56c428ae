import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { FunctionWorker } from '../../local/lambda/function-worker.ts';
import { idleWorkers } from '../../local/lambda/idle-workers.ts';

const limits = { milliseconds: 20, bytes: 1_000 };

/** A worker that holds so much, and says so after `asked`. */
function aWorker(held: number, asked: () => Promise<unknown> = () => Promise.resolve()) {
  const ends: string[] = [];
  const worker: FunctionWorker = {
    alive: true,
    run: () => Promise.reject(new Error('is not run here')),
    heldBytes: async () => {
      await asked();
      return held;
    },
    end: async () => {
      ends.push('ended');
    },
  };
  return { worker, ends };
}

describe('a worker that has nothing to do', () => {
  it('is ended after a while where it holds much', async () => {
    const ended: FunctionWorker[] = [];
    const idle = idleWorkers((worker) => ended.push(worker), limits);
    const { worker, ends } = aWorker(1_001);

    idle.add(worker);
    await sleep(100);

    expect(ends).toEqual(['ended']);
    expect(ended).toEqual([worker]);
    expect(idle.pop()).toBeUndefined();
  });

  it('stays where it holds little', async () => {
    const idle = idleWorkers(() => undefined, limits);
    const { worker, ends } = aWorker(1_000);

    idle.add(worker);
    await sleep(100);

    expect(ends).toEqual([]);
    expect(idle.pop()).toBe(worker);
  });

  it('is not ended when it was taken while it was asked what it holds', async () => {
    const idle = idleWorkers(() => undefined, limits);
    const asked = Promise.withResolvers<undefined>();
    const { worker, ends } = aWorker(1_001, () => asked.promise);
    idle.add(worker);
    await sleep(100);

    const taken = idle.pop();
    asked.resolve(undefined);
    await sleep(20);

    expect(taken).toBe(worker);
    expect(ends).toEqual([]);
  });

  it('that was busy last is taken first, and those ended by themselves do no harm', async () => {
    const idle = idleWorkers(() => undefined, limits);
    const [first, second] = [aWorker(1), aWorker(1, () => Promise.reject(new Error('has ended')))];
    idle.add(first.worker);
    idle.add(second.worker);
    await sleep(100);

    expect(idle.pop()).toBe(second.worker);
    expect(idle.pop()).toBe(first.worker);
  });
});
