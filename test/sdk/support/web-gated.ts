import { platformEnvironment } from '../../../sdk/src/environment.ts';
import { gateFetch } from '../../../sdk/src/gate.ts';
import { aGate, consentIn } from './gating.ts';

export const url = 'https://news.example/a/1';
export const page = '<p>the article</p>';
export const price = { meter: 'view' };
/** A gate, and what pays for its page. */
export const gated = async () => {
  const parts = await aGate({}, undefined, { environment: platformEnvironment });
  const { willing, asked } = parts.tokens;
  const cookie = `farthing-token=${willing}`;
  /** What the page of a 402 posts, by who has been asked. */
  const posted = async () => {
    const own = { cookie: `farthing-token=${asked}` };
    const refused = await gateFetch(
      parts.gate,
      () => Response.error(),
      price,
    )(new Request(url, { headers: own }));
    const consent = consentIn({ body: await refused.text() });
    const type = 'application/x-www-form-urlencoded';
    return {
      ...{ method: 'POST', body: new URLSearchParams({ consent }).toString() },
      headers: {
        ...own,
        'sec-fetch-site': 'same-origin',
        'content-type': type,
        'content-length': '99',
      },
    };
  };
  return { ...parts, cookie, posted };
};
/** What was captured, and what is held, in cents. */
export const spent = async ({ gate, captured, held }: Awaited<ReturnType<typeof gated>>) => {
  await gate.idle();
  return [await captured(), await held()];
};
