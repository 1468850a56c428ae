// Runs the stack on a data directory for the process that forked it, until it is killed.
import { appendFileSync } from 'node:fs';
import { type EngineEndpoints, type Runtime, startRuntime } from '../../../local/runtime.ts';
import { heapsInUse } from '../soak/heaps.ts';
import type { FromProcess, Question, ToProcess } from './protocol.ts';

const [, , cloudAssembly = '', dataDirectory = '', logFile = ''] = process.argv;
const say = (message: FromProcess): void => {
  process.send?.(message);
};
const reached = Promise.withResolvers<EngineEndpoints>();
const started = Promise.withResolvers<Runtime>();

async function answerTo(runtime: Runtime, question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'invoke':
      return runtime.invoke(question.name, question.payload);
    case 'idle':
      await runtime.idle(question);
      return null;
    case 'interrupt':
      return (
        (await runtime.interrupt((busy) => busy[Math.floor(question.at * busy.length)])) ?? null
      );
    case 'set-clock':
      runtime.setClock(question.now, question);
      await runtime.clockSettled();
      return null;
    case 'now':
      return runtime.now();
    case 'dead-letters':
      return runtime.deadLetters();
    case 'heaps':
      return heapsInUse();
    case 'close':
      await runtime.close();
      return null;
  }
}

async function answer(id: number, question: Question): Promise<void> {
  const runtime = await started.promise;
  try {
    say({ kind: 'answer', id, value: await answerTo(runtime, question) });
  } catch (error) {
    say({ kind: 'failed', id, reason: String(error) });
  }
}

process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToProcess) => {
  if (message.kind === 'reached') reached.resolve(message.origins);
  else void answer(message.id, message.question);
});
const runtime = await startRuntime({
  cloudAssembly,
  dataDirectory,
  between: (origins) => {
    say({ kind: 'engines', origins });
    return reached.promise;
  },
  onLog: (line) => {
    appendFileSync(logFile, `${line}\n`);
  },
});
// As `npm start` does: a stack that cannot go on ends with a word.
runtime.broken.catch((error: unknown) => {
  appendFileSync(logFile, `it ends: ${String(error)}\n`);
  process.exit(1);
});
const { url, outputs, environment, secret } = runtime;
say({ kind: 'ready', url, outputs, environment, secret });
started.resolve(runtime);
