import type { GateSettled } from './decided.ts';
import { type NodeResponse, putHeaders, withoutHandler } from './node.ts';

type Call = (...args: unknown[]) => unknown;
type Inner = Readonly<Record<'writeHead' | 'write' | 'end' | 'flushHeaders', Call>>;

/** An answer whose calls are held back; what wraps it later, such as a compression, finds them as ever. */
interface WritableResponse extends NodeResponse {
  writeHead: Call;
  write: Call;
  end: Call;
  flushHeaders: Call;
  emit(name: string): unknown;
}

/**
 * Holds an answer back from its first byte on until it is settled, as its headers say what was paid. What is written
 * meanwhile waits; `write` says so, and `drain` when it goes on.
 */
export function heldBack(
  response: NodeResponse,
  settle: (status: number) => Promise<GateSettled>,
): void {
  const answer = response as WritableResponse;
  const held = new HeldAnswer(answer, settle);
  answer.writeHead = (...args) => held.writeHead(args);
  answer.write = (...args) => held.write(args);
  answer.end = (...args) => held.end(args);
  answer.flushHeaders = () => held.flushHeaders();
  // Who looks whether it has answered, such as what handles errors, is told so.
  const headersSent = { configurable: true, get: () => held.isBegun || isWritten(answer) };
  Object.defineProperty(answer, 'headersSent', headersSent);
  answer.once('close', () => held.close());
}

class HeldAnswer {
  readonly #answer: WritableResponse;
  readonly #settle: (status: number) => Promise<GateSettled>;
  readonly #inner: Inner;
  readonly #withoutHandler: () => void;
  #state: 'before' | 'settling' | 'passing' | 'refused' | 'gone' = 'before';
  #waiting: (() => void)[] = [];

  constructor(answer: WritableResponse, settle: (status: number) => Promise<GateSettled>) {
    const { writeHead, write, end, flushHeaders } = answer;
    this.#answer = answer;
    this.#settle = settle;
    this.#withoutHandler = withoutHandler(answer);
    this.#inner = { writeHead, write, end, flushHeaders };
  }

  get isBegun(): boolean {
    return this.#state !== 'before' && this.#state !== 'gone';
  }

  writeHead(args: readonly unknown[]): unknown {
    // Of a refusal it is called once, by the end that writes it.
    if (this.#passes() || (this.#state === 'refused' && !isWritten(this.#answer))) {
      return this.#call('writeHead', args);
    }
    // It comes again from what wraps the answer, as its headers are not sent yet.
    if (this.#state === 'before') putHead(this.#answer, args);
    this.#begin();
    return this.#answer;
  }

  write(args: readonly unknown[]): unknown {
    if (this.#passes()) return this.#call('write', args);
    if (this.#state === 'refused') return dropped(args, true);
    this.#later(() => this.write(args));
    return false;
  }

  end(args: readonly unknown[]): unknown {
    if (this.#passes()) return this.#call('end', args);
    if (this.#state === 'refused') return dropped(args, this.#answer);
    this.#later(() => this.end(args));
    return this.#answer;
  }

  flushHeaders(): unknown {
    if (this.#passes()) return this.#call('flushHeaders', []);
    if (this.#state !== 'refused') this.#later(() => this.flushHeaders());
    return undefined;
  }

  /** Who asked has gone before there was an answer. */
  close(): void {
    if (this.#state !== 'before') return;
    this.#state = 'gone';
    void this.#settle(0);
  }

  #passes(): boolean {
    return this.#state === 'passing' || this.#state === 'gone';
  }

  #call(name: keyof Inner, args: readonly unknown[]): unknown {
    return this.#inner[name].apply(this.#answer, args as unknown[]);
  }

  #later(run: () => void): void {
    this.#begin();
    this.#waiting.push(run);
  }

  #begin(): void {
    if (this.#state !== 'before') return;
    this.#state = 'settling';
    void this.#settle(this.#answer.statusCode).then((settled) => this.#settled(settled));
  }

  #settled(settled: GateSettled): void {
    if (settled.outcome === 'refused') this.#withoutHandler();
    putHeaders(this.#answer, settled);
    if (settled.outcome === 'refused') {
      this.#state = 'refused';
      this.#answer.statusCode = settled.status;
      this.#answer.statusMessage = '';
      // What the handler wrote is not sent; that it was taken is said, so that it ends.
      this.#call('end', [settled.body]);
    } else this.#state = 'passing';
    const calls = this.#waiting;
    this.#waiting = [];
    for (const call of calls) call();
    if (calls.length > 0) this.#answer.emit('drain');
  }
}

const isWritten = (answer: object): boolean =>
  Reflect.get(Object.getPrototypeOf(answer) as object, 'headersSent', answer) === true;

/** The arguments of `writeHead`: a status, perhaps its words, and headers as an object or a list. */
function putHead(answer: WritableResponse, [status, ...rest]: readonly unknown[]): void {
  if (typeof status === 'number') answer.statusCode = status;
  if (typeof rest[0] === 'string') answer.statusMessage = rest[0];
  const headers = rest.find((value) => typeof value === 'object' && value !== null);
  for (const [name, value] of headerEntries(headers ?? {})) answer.setHeader(name, value);
}

type HeaderValue = string | number | readonly string[];

function headerEntries(headers: object): readonly (readonly [string, HeaderValue])[] {
  if (!Array.isArray(headers)) {
    const entries = Object.entries(headers as Readonly<Record<string, HeaderValue | undefined>>);
    return entries.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
  }
  const flat = headers.flat() as HeaderValue[];
  const byName = new Map<string, HeaderValue>();
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [name, value] = [String(flat[at]).toLowerCase(), flat[at + 1] ?? ''];
    const before = byName.get(name);
    byName.set(name, before === undefined ? value : [String(before), String(value)]);
  }
  return [...byName];
}

/** Its callback is called, as if it had been sent. */
function dropped<Result>(args: readonly unknown[], result: Result): Result {
  const callback = args.at(-1);
  if (typeof callback === 'function') queueMicrotask(() => (callback as () => void)());
  return result;
}
