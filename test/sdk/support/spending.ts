import { matchRoute } from '../../../core/contract/match.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { Fetch } from '../../../sdk/src/fetch.ts';
import { spenderIn } from '../../../sdk/src/spend/create-spender.ts';
import { aPress } from '../../support/some-press.ts';
import { manualEnvironment } from './manual-environment.ts';

/** A spender of a press whose views cost a cent, before the function that serves spend, at one time for both. */
export async function aSpender() {
  const press = await aPress();
  const time = manualEnvironment();
  press.billing.time.now = timestampOf(time.environment.now());
  const asked: string[] = [];
  /** Requests that are lost before they arrive, or whose answer is, by their number from 1. */
  const lost = new Map<number, 'request' | 'answer'>();
  const fetch: Fetch = async (url, { method, headers, body }) => {
    press.billing.time.now = timestampOf(time.environment.now());
    const { pathname } = new URL(url);
    const match = matchRoute(method, pathname);
    if (match === undefined) throw new Error(`there is no route ${method} ${pathname}`);
    asked.push(`${method} ${pathname} ${typeof body === 'string' ? body : ''}`);
    const loses = lost.get(asked.length);
    if (loses === 'request') throw new TypeError('fetch failed');
    const { status, text } = await press.ask(match.key, {
      ...{ params: match.params, headers },
      ...(typeof body === 'string' ? { body: JSON.parse(body) as unknown } : {}),
    });
    if (loses === 'answer') throw new TypeError('fetch failed');
    return new Response(text, { status });
  };
  const spender = spenderIn(time.environment, {
    ...{ url: 'https://farthing.example', apiKey: 'ft_test_key_secret', fetch, attemptsMax: 3 },
  });
  return { ...press, time, spender, asked, lost };
}
