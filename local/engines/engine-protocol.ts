import type { Json } from '../template/json.ts';

/** What the runtime says to an engine's process. */
export type ToEngine =
  | { readonly kind: 'start'; readonly settings: Json }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly question: string;
      readonly about: Json;
    }
  | { readonly kind: 'close' };

/** What an engine's process says to the runtime. */
export type FromEngine =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Json };

/** An engine, once it listens. */
export interface Engine {
  readonly port: number;
  answer(question: string, about: Json): Json;
  close(): Promise<void>;
}

/**
 * Runs an engine in this process for the process that forked it. It ends when that one ends, also by SIGKILL: then the
 * channel between them closes. Ctrl-C in a terminal reaches both; the runtime decides when its engines end.
 */
export function runEngine(start: (settings: Json) => Promise<Engine>): void {
  let engine: Engine | undefined;
  const say = (message: FromEngine): void => {
    process.send?.(message);
  };
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => {
    process.exit(0);
  });
  process.on('message', (message: ToEngine) => {
    switch (message.kind) {
      case 'start':
        start(message.settings).then(
          (started) => {
            engine = started;
            say({ kind: 'listening', port: started.port });
          },
          (error: unknown) => {
            say({ kind: 'failed', reason: String(error) });
          },
        );
        return;
      case 'ask': {
        const answer = engine?.answer(message.question, message.about) ?? null;
        say({ kind: 'answer', id: message.id, answer });
        return;
      }
      case 'close':
        void (engine?.close() ?? Promise.resolve()).finally(() => process.exit(0));
    }
  });
}
