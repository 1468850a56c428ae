import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { meterExpress } from '../../sdk/src/express.ts';
import { meterFastify } from '../../sdk/src/fastify.ts';
import { meterHono } from '../../sdk/src/hono.ts';
import { withMetering } from '../../sdk/src/lambda.ts';
import { aSender, aView } from './support/a-sender.ts';

const invocation = { getRemainingTimeInMillis: () => 3_000 };

describe('a handler of Lambda with metering', () => {
  it('answers once what it tracked is sent', async () => {
    const { sender, time, events } = aSender();
    const handler = withMetering(async (event: { readonly reader: string }) => {
      sender.track(aView({ subject: event.reader }));
      return 'answer';
    }, sender);

    expect(await time.settled(handler({ reader: 'r-1' }, invocation))).toBe('answer');
    expect(events()).toMatchObject([{ subject: 'r-1' }]);
  });

  it('sends when it fails, too, and fails as it did', async () => {
    const { sender, time, events } = aSender();
    const handler = withMetering(() => {
      sender.track(aView());
      throw new Error('no page');
    }, sender);

    await expect(time.settled(handler({}, invocation))).rejects.toThrow('no page');
    expect(events()).toHaveLength(1);
  });

  it.each([
    ['two seconds', {}, 60_000, 2_000],
    ['as long as it is told', { waitMaxMs: 300 }, 60_000, 300],
    ['as long as there is time left', {}, 1_200, 700],
    ['not at all', {}, 400, 0],
  ])(
    'waits %s while Farthing is away, and goes on in its next invocation',
    async (_, options, leftMs, waited) => {
      const { sender, time, events, drops } = aSender({}, ['silent']);
      const handler = withMetering(
        (event: { readonly reads: boolean }) => {
          if (event.reads) sender.track(aView());
          return time.environment.now();
        },
        sender,
        options,
      );

      const started = await time.settled(
        handler({ reads: true }, { getRemainingTimeInMillis: () => leftMs }),
      );
      expect(time.environment.now() - started).toBe(waited);
      expect([events(), drops]).toEqual([[], []]);
      await time.advance(31_000);
      await time.settled(handler({ reads: false }, invocation));

      expect(events()).toHaveLength(1);
    },
  );
});

describe('Express', () => {
  it('tracks an answer once it is handed over', () => {
    const { sender } = aSender();
    const answer = Object.assign(new EventEmitter(), { statusCode: 200 });
    const passed: string[] = [];
    const middleware = meterExpress(
      sender,
      (request: { readonly path: string }, { statusCode }: typeof answer) =>
        statusCode < 400 ? aView({ data: { path: request.path } }) : undefined,
    );

    middleware({ path: '/a' }, answer, () => passed.push('next'));
    expect([passed, sender.held]).toEqual([['next'], 0]);
    answer.emit('finish');
    answer.emit('finish');

    expect(sender.held).toBe(1);
  });

  it('tells where there is no telling what an answer was, and goes on', () => {
    const { sender, drops } = aSender();
    const answer = new EventEmitter();

    meterExpress(sender, () => {
      throw new Error('no reader');
    })({}, answer, () => undefined);
    answer.emit('finish');

    expect(drops).toMatchObject([
      { reason: 'malformed', detail: expect.stringContaining('no reader') },
    ]);
  });
});

describe('Fastify', () => {
  it('tracks an answer once it is sent', () => {
    const { sender } = aSender();
    const hook = meterFastify(sender, ({ url }: { readonly url: string }) =>
      url === '/health' ? undefined : aView(),
    );
    let done = 0;

    for (const url of ['/a', '/health']) {
      hook({ url }, {}, () => {
        done += 1;
      });
    }

    expect([sender.held, done]).toEqual([1, 2]);
  });
});

describe('Hono', () => {
  const noPlatform = {
    get executionCtx(): never {
      throw new Error('This context has no ExecutionContext');
    },
  };

  it('tracks an answer, and leaves sending it to the sender on a server', async () => {
    const { sender } = aSender();
    const middleware = meterHono(sender, () => aView());

    await middleware(noPlatform, async () => undefined);

    expect(sender.held).toBe(1);
  });

  it('makes a sender of each request where it is told to, and closes it', async () => {
    const made: ReturnType<typeof aSender>[] = [];
    const waited: Promise<unknown>[] = [];
    const executionCtx = { waitUntil: (promise: Promise<unknown>) => waited.push(promise) };
    const middleware = meterHono(
      () => {
        const one = aSender();
        made.push(one);
        return one.sender;
      },
      () => aView(),
    );

    for (let count = 0; count < 2; count += 1) {
      await middleware({ executionCtx }, async () => undefined);
      await made[count]?.time.settled(Promise.all(waited));
    }

    expect(made.map(({ events }) => events().length)).toEqual([1, 1]);
    expect(made.map(({ sender }) => sender.track(aView()))).toEqual([false, false]);
  });

  const aPlatform = () => {
    const waited: Promise<unknown>[] = [];
    return { waited, executionCtx: { waitUntil: (sent: Promise<unknown>) => waited.push(sent) } };
  };

  it('has it sent before the platform ends', async () => {
    const { sender, time, events } = aSender();
    const { waited, executionCtx } = aPlatform();

    await meterHono(sender, () => aView())({ executionCtx }, async () => undefined);
    await time.settled(Promise.all(waited));

    expect([waited.length, events().length]).toEqual([1, 1]);
  });

  it('keeps no platform up while Farthing is away', async () => {
    const { sender, time } = aSender({ fetch: () => new Promise(() => undefined) });
    const { waited, executionCtx } = aPlatform();
    const started = time.environment.now();

    await meterHono(sender, () => aView())({ executionCtx }, async () => undefined);
    await time.settled(Promise.all(waited));

    expect(time.environment.now() - started).toBe(10_000);
  });

  it.each([
    ['no sender can be made', { executionCtx: aPlatform().executionCtx }, true],
    [
      'the platform takes nothing',
      {
        executionCtx: {
          waitUntil: (): never => {
            throw new Error('gone');
          },
        },
      },
      false,
    ],
  ])('leaves the answer as it is where %s', async (_, context, isMade) => {
    const { warn } = console;
    const warned: string[] = [];
    console.warn = (text: string) => warned.push(text);
    const made = (): never => {
      throw new TypeError('gone');
    };

    const sender = isMade ? made : aSender().sender;
    await meterHono(sender, () => aView())(context, async () => undefined).finally(() => {
      console.warn = warn;
    });

    expect(warned).toEqual(['farthing: an answer could not be metered: gone']);
  });

  it('asks for nothing to be waited for where there is nothing to track', async () => {
    const { waited, executionCtx } = aPlatform();

    await meterHono(aSender().sender, () => undefined)({ executionCtx }, async () => undefined);

    expect(waited).toEqual([]);
  });
});
