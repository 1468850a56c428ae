import { Session } from 'node:inspector/promises';

/** Bytes in use of a process' heaps once garbage is collected, and not what they have taken and not given back. */
export interface Heaps {
  readonly main: number;
  /** Of each worker that did not end meanwhile. */
  readonly workers: readonly number[];
}

interface Usage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** Has V8 collect garbage in this thread and in all workers of this process, and tells what is left. */
export async function heapsInUse(): Promise<Heaps> {
  const session = new Session();
  session.connect();
  const workers = workersBehind(session);
  try {
    await session.post('HeapProfiler.collectGarbage');
    const { heapUsed, external } = process.memoryUsage();
    await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    const left = workers.all().map(async (worker) => {
      await workers.ask(worker, 'HeapProfiler.collectGarbage');
      return workers.ask(worker, 'Runtime.getHeapUsage');
    });
    const usages = (await Promise.all(left)).filter((usage) => usage !== undefined);
    return {
      main: heapUsed + external,
      workers: usages.map(({ usedSize, backingStorageSize }) => usedSize + backingStorageSize),
    };
  } finally {
    await session.post('NodeWorker.disable');
    session.disconnect();
  }
}

/** Workers as the inspector of the main thread reaches them: each by a session in the session. */
function workersBehind(session: Session) {
  const waiting = new Map<string, Map<number, (result: Usage | undefined) => void>>();
  let lastId = 0;
  session.on('NodeWorker.attachedToWorker', ({ params }) => {
    waiting.set(params.sessionId, new Map());
  });
  session.on('NodeWorker.detachedFromWorker', ({ params }) => {
    for (const resolve of waiting.get(params.sessionId)?.values() ?? []) resolve(undefined);
    waiting.delete(params.sessionId);
  });
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const { id, result } = JSON.parse(params.message) as { id?: number; result?: Usage };
    if (id !== undefined) waiting.get(params.sessionId)?.get(id)?.(result);
  });
  return {
    all: (): readonly string[] => [...waiting.keys()],
    /** Undefined from one that has ended. */
    ask: async (worker: string, method: string): Promise<Usage | undefined> => {
      const answers = waiting.get(worker);
      if (answers === undefined) return undefined;
      lastId += 1;
      const id = lastId;
      const message = JSON.stringify({ id, method });
      const answer = new Promise<Usage | undefined>((resolve) => answers.set(id, resolve));
      await session.post('NodeWorker.sendMessageToWorker', { sessionId: worker, message });
      return answer;
    },
  };
}
