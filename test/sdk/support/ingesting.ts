import { gunzipSync } from 'node:zlib';
import type { Fetch, FetchRequest } from '../../../sdk/src/fetch.ts';
import { anIngest } from '../../support/an-ingest.ts';

/** What happens to a request instead of an answer, or beside it. */
export type Fault =
  | 'none'
  /** The connection is lost before it arrives, or after it was taken. */
  | 'lost'
  | 'answer-lost'
  /** Nothing comes, until the caller gives up. */
  | 'silent'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string };

/** What was asked, as it arrived. */
export interface AskedOnce {
  readonly request: FetchRequest;
  readonly texts: readonly string[];
}

/** The function that takes events, with a queue in memory, behind a network that fails as it is told. */
export function ingesting(faultOf: (asked: AskedOnce, count: number) => Fault = () => 'none') {
  const ingest = anIngest();
  const asked: AskedOnce[] = [];
  const fetch: Fetch = async (_url, request) => {
    const one = { request, texts: textsOf(request) };
    asked.push(one);
    const fault = faultOf(one, asked.length);
    if (fault === 'lost') throw new TypeError('fetch failed');
    if (fault === 'silent') return silence(request.signal);
    if (typeof fault === 'object') {
      return new Response(fault.text ?? '', {
        status: fault.status,
        headers: fault.headers ?? {},
      });
    }
    const answer = await ingest.post({ headers: request.headers, ...handedOver(request) });
    if (fault === 'answer-lost') throw new TypeError('fetch failed');
    const { status, headers, body } = answer;
    return new Response(JSON.stringify(body), {
      status,
      headers: headers as Record<string, string>,
    });
  };
  return { fetch, asked, events: ingest.events };
}

/** As the gateway hands over text, and what is none. */
const handedOver = ({ body }: FetchRequest) =>
  typeof body === 'string'
    ? { body }
    : { body: Buffer.from(body ?? new ArrayBuffer(0)).toString('base64'), isBase64Encoded: true };

function textsOf({ body = '' }: FetchRequest): readonly string[] {
  const text = typeof body === 'string' ? body : gunzipSync(new Uint8Array(body)).toString();
  return (JSON.parse(text) as unknown[]).map((event) => JSON.stringify(event));
}

const silence = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
