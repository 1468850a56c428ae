import type { FunctionWorker } from './function-worker.ts';

/** Workers that have nothing to do; who was busy last is first. */
export interface IdleWorkers {
  add(worker: FunctionWorker): void;
  /** Takes one out, to be used. */
  pop(): FunctionWorker | undefined;
  /** Looks after none of them any more. */
  forget(): void;
}

/** When a worker that has nothing to do is looked at, and what it may hold then. */
interface IdleLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

const defaultLimits: IdleLimits = { milliseconds: 30_000, bytes: 48 * 1024 * 1024 };

/**
 * After a load, each worker holds whatever its heap had grown to: V8 gives little back to a machine that is idle. So
 * one that has done nothing for a while and holds much is ended, as Lambda ends what is idle; `onEnded` is told.
 */
export function idleWorkers(
  onEnded: (worker: FunctionWorker) => void,
  limits: IdleLimits = defaultLimits,
): IdleWorkers {
  const idle: { readonly worker: FunctionWorker; readonly timer: NodeJS.Timeout }[] = [];

  const lookAt = async (worker: FunctionWorker, timer: NodeJS.Timeout): Promise<void> => {
    if ((await worker.heldBytes()) <= limits.bytes) return;
    // It may have been taken, and come back, while it was asked.
    const at = idle.findIndex((one) => one.timer === timer);
    if (at === -1) return;
    idle.splice(at, 1);
    onEnded(worker);
    await worker.end();
  };
  return {
    add: (worker) => {
      const timer = setTimeout(() => {
        // One that ended by itself holds nothing.
        lookAt(worker, timer).catch(() => undefined);
      }, limits.milliseconds);
      timer.unref();
      idle.push({ worker, timer });
    },
    pop: () => {
      const last = idle.pop();
      clearTimeout(last?.timer);
      return last?.worker;
    },
    forget: () => {
      for (const { timer } of idle) clearTimeout(timer);
    },
  };
}
