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

  it('answers while there is time left, and goes on in its next invocation', async () => {
    const { sender, time, events } = aSender({}, ['silent']);
    const handler = withMetering((event: { readonly reads: boolean }) => {
      if (event.reads) sender.track(aView());
      return time.environment.now();
    }, sender);

    const started = await time.settled(handler({ reads: true }, invocation));
    expect(time.environment.now() - started).toBe(2_500);
    expect(events()).toEqual([]);
    await time.settled(handler({ reads: false }, { getRemainingTimeInMillis: () => 60_000 }));

    expect(events()).toHaveLength(1);
  });
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

  it('has it sent before the platform ends', async () => {
    const { sender, time, events } = aSender();
    const waited: Promise<unknown>[] = [];
    const executionCtx = { waitUntil: (promise: Promise<unknown>) => waited.push(promise) };

    await meterHono(sender, () => aView())({ executionCtx }, async () => undefined);
    await time.settled(Promise.all(waited));

    expect([waited.length, events().length]).toEqual([1, 1]);
  });
});
