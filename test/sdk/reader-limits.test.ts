import { describe, expect, it } from '@jest/globals';
import type { Fetch, FetchAnswer } from '../../sdk/src/fetch.ts';
import { ConnectionError, GatewayError } from '../../sdk/src/index.ts';
import type { ReaderSettings } from '../../sdk/src/read/ask.ts';
import { readerIn } from '../../sdk/src/read/create-reader.ts';
import { manualEnvironment } from './support/manual-environment.ts';

const key = 'ft_test_key_secret';

function aReader(fetch: Fetch, settings: Partial<ReaderSettings> = {}) {
  const time = manualEnvironment();
  const reader = readerIn(time.environment, {
    url: 'https://farthing.example',
    apiKey: key,
    timeoutMs: 1_000,
    attemptsMax: 2,
    fetch,
    ...settings,
  });
  return { reader, time };
}

const never = <Value>(): Promise<Value> => new Promise(() => undefined);

/** A document that comes chunk by chunk, as it is pushed. */
function aSlowDocument() {
  let push: ReadableStreamDefaultController<Uint8Array> | undefined;
  const cancelled: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      push = controller;
    },
    // As a connection that hangs: it never says that it is closed.
    cancel(why) {
      cancelled.push(why);
      return never();
    },
  });
  const fetch: Fetch = async () => new Response(body) as FetchAnswer;
  return { fetch, cancelled, push: (byte: number) => push?.enqueue(Uint8Array.of(byte)) };
}

describe('a reader whose fetch does not heed its signal', () => {
  it('gives up in time', async () => {
    let asked = 0;
    const { reader, time } = aReader(() => {
      asked += 1;
      return never();
    });

    const refused = time.settled(reader.customer('press'));

    await expect(refused).rejects.toThrow(ConnectionError);
    await expect(refused).rejects.toThrow('no answer in 1000 ms');
    expect(asked).toBe(2);
  });

  it.each([
    ['an answer', never<FetchAnswer>],
    ['its text', async () => ({ ...new Response(), status: 200, text: never<string> })],
  ])('stops waiting for %s once it is aborted', async (_, fetch) => {
    const aborted = new AbortController();
    const { reader } = aReader(fetch as Fetch, { signal: aborted.signal });

    const refused = reader.customer('press');
    aborted.abort(new Error('enough'));

    await expect(refused).rejects.toThrow('enough');
  });
});

describe('a reader that is aborted already', () => {
  it('asks for nothing', async () => {
    let asked = 0;
    const { reader } = aReader(
      async () => {
        asked += 1;
        return new Response('{}');
      },
      { signal: AbortSignal.abort(new Error('enough')) },
    );

    await expect(reader.customer('press')).rejects.toThrow('enough');
    expect(asked).toBe(0);
  });
});

describe('the stream of a form', () => {
  const opened = async (settings: Partial<ReaderSettings> = {}) => {
    const document = aSlowDocument();
    const { reader, time } = aReader(document.fetch, settings);
    const { body } = await reader.form('INV-1', 'pdf');
    return { ...document, time, stream: body.getReader() };
  };

  it('may take its time, as long as something comes', async () => {
    const { push, time, stream } = await opened();

    const bytes: number[] = [];
    for (const byte of [1, 2, 3]) {
      const chunk = stream.read();
      await time.advance(999);
      push(byte);
      bytes.push(...((await chunk).value ?? []));
    }

    expect(bytes).toEqual([1, 2, 3]);
  });

  it('breaks off where nothing more comes, and lets go of the connection', async () => {
    const { push, time, stream, cancelled } = await opened();
    push(1);
    await stream.read();

    const more = time.settled(stream.read());

    await expect(more).rejects.toThrow(ConnectionError);
    await expect(more).rejects.toThrow('no answer in 1000 ms');
    expect(cancelled).toHaveLength(1);
  });

  it('ends once it is aborted, read or not', async () => {
    const aborted = new AbortController();
    const { stream, cancelled } = await opened({ signal: aborted.signal });

    aborted.abort(new Error('enough'));

    expect(cancelled).toMatchObject([{ message: 'enough' }]);
    await expect(stream.read()).rejects.toThrow('enough');
  });

  it('lets go of the connection where it is cancelled', async () => {
    const { stream, cancelled } = await opened();

    await stream.cancel('seen enough');

    expect(cancelled).toEqual(['seen enough']);
  });
});

describe('the name of a form', () => {
  it.each([
    ['INV-1.pdf', 'INV-1.pdf'],
    ['../../home/INV-1.pdf', 'INV-1.pdf'],
    ['C:\\INV-1.pdf', 'INV-1.pdf'],
    ['folder/', undefined],
  ])('%s is %s, without folders', async (name, expected) => {
    const headers = { 'content-disposition': `attachment; filename="${name}"` };
    const { reader } = aReader(async () => new Response('%PDF', { headers }));

    expect((await reader.form('INV-1', 'pdf')).fileName).toBe(expected);
  });
});

describe('an answer that is not ours', () => {
  const answered = (status: number, text: string) =>
    aReader(async () => new Response(text, { status })).reader.customer('press');

  it.each([
    ['has a code of its own', { code: 'invoice.not-found', detail: 'no page' }],
    [
      'has the type of another problem',
      { type: 'about:blank', code: 'invoice.not-found', detail: 'd', requestId: 'r', status: 404 },
    ],
    [
      'has another status',
      {
        type: 'urn:farthing:problem:invoice.not-found',
        code: 'invoice.not-found',
        detail: 'd',
        requestId: 'r',
        status: 400,
      },
    ],
  ])('and %s is no problem of ours', async (_, body) => {
    const error: unknown = await answered(404, JSON.stringify(body)).catch(
      (caught: unknown) => caught,
    );

    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ status: 404 });
  });

  it.each(['null', '7', '[]', '{}'])(
    'and is %s instead of a list is told as such',
    async (text) => {
      const { reader } = aReader(async () => new Response(text));

      await expect(reader.customers().all()).rejects.toBeInstanceOf(GatewayError);
    },
  );

  it.each([404, 200])('and repeats the key with status %d is told without it', async (status) => {
    const error: unknown = await answered(status, `you sent ${key}`).catch(
      (caught: unknown) => caught,
    );

    expect(String(error)).toContain('you sent …');
    expect(String(error)).not.toContain(key);
  });
});

describe('a setting', () => {
  it.each([
    ['attemptsMax', { attemptsMax: Number.NaN }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['baseMs', { backoff: { baseMs: -1, waitMaxMs: 5 } }],
  ])('%s is refused where it cannot be meant', (name, wrong) => {
    expect(() => aReader(never, wrong)).toThrow(name);
  });
});
