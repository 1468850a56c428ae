import type { PrivatePassList, PrivateTokens, TokenDirectory } from '../contract/index.ts';
import { platformEnvironment } from '../environment.ts';
import {
  type Ask,
  asking,
  json,
  posted,
  type ReaderSettings,
  wholeReaderSettings,
} from '../read/ask.ts';
import { FarthingError } from '../read/errors.ts';
import { newToken, type PendingToken, signedToken, tokenHeader } from './token.ts';

/** Where tokens are kept: one text, such as an entry of `localStorage`, or a file. Who reads it can use them. */
export interface TokenStore {
  get(): Promise<string | undefined>;
  put(text: string): Promise<void>;
}

/** How private tokens are bought: with a token of the payer for `charge` and `read`, or with an API key. */
export interface PrivateTokenSettings extends ReaderSettings {
  readonly payer: string;
  readonly store: TokenStore;
  /**
   * The address of the directory, best another than the one that is asked otherwise.
   * @default - `/.well-known/private-token-issuer-directory` of `url`
   */
  readonly directory?: string;
}

/** Tokens that a reader has, of one private pass. */
export interface PrivateReader {
  /**
   * Buys so many, and keeps them. Called again after it failed, it goes on with what was begun, and pays that once.
   * Resolves to how many there are.
   */
  buy(request: { readonly privatePass: string; readonly units: number }): Promise<number>;
  /** How many there are. */
  count(): Promise<number>;
  /**
   * Takes one out, as an `Authorization`; undefined where there is none. Where what it paid for failed, `back` keeps it
   * for the next time.
   */
  take(): Promise<{ readonly authorization: string; back(): Promise<void> } | undefined>;
}

/** What is kept, oldest token first. */
interface Kept {
  readonly begun?: {
    readonly privatePass: string;
    readonly keyId: string;
    readonly pending: readonly PendingToken[];
  };
  readonly tokens: readonly string[];
}

const DIRECTORY = '/.well-known/private-token-issuer-directory';

/** Private tokens of one reader. Throws where a setting cannot be meant. One at a time has the store. */
export function createPrivateTokens(given: PrivateTokenSettings): PrivateReader {
  const settings = wholeReaderSettings(given);
  const ask = asking(settings, platformEnvironment);
  const { store, payer } = given;
  let last: Promise<unknown> = Promise.resolve();
  /** What is kept is read, changed and put by one after another. */
  const inTurn = <Value>(act: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  };
  const kept = async (): Promise<Kept> => {
    const text = await store.get();
    return text === undefined ? { tokens: [] } : (JSON.parse(text) as Kept);
  };
  const keep = (now: Kept): Promise<void> => store.put(JSON.stringify(now));
  const buy = async ({ privatePass, units }: Parameters<PrivateReader['buy']>[0]) => {
    const before = await kept();
    const begun = before.begun ?? (await beginning({ ask, settings, given }, privatePass, units));
    // Before it is sent: without this nobody can make tokens of what is signed.
    await keep({ ...before, begun });
    const requests = begun.pending.map(({ request }) => request);
    const { responses } = await ask(
      posted(`/v1/payers/${encodeURIComponent(payer)}/private-passes`, {
        ...{ privatePass: begun.privatePass, keyId: begun.keyId, requests },
      }),
      (answer) => json<PrivateTokens>(answer, settings),
    );
    const signed = await Promise.all(
      begun.pending.map((one, at) => signedToken(one, responses[at] ?? '')),
    );
    const tokens = [...before.tokens, ...signed];
    await keep({ tokens });
    return tokens.length;
  };
  return {
    buy: (request) => inTurn(() => buy(request)),
    count: () => inTurn(async () => (await kept()).tokens.length),
    take: () =>
      inTurn(async () => {
        const before = await kept();
        const [token, ...tokens] = before.tokens;
        if (token === undefined) return undefined;
        await keep({ ...before, tokens });
        const back = () =>
          inTurn(async () => {
            const now = await kept();
            await keep({ ...now, tokens: [...now.tokens, token] });
          });
        return { authorization: tokenHeader(token), back };
      }),
  };
}

/** New tokens for what is sold now, by a key that everybody is shown. */
async function beginning(
  {
    ask,
    settings,
    given: { directory },
  }: {
    readonly ask: Ask;
    readonly settings: ReturnType<typeof wholeReaderSettings>;
    readonly given: PrivateTokenSettings;
  },
  privatePass: string,
  units: number,
): Promise<NonNullable<Kept['begun']>> {
  const { passes } = await ask({ path: '/v1/private-passes' }, (answer) =>
    json<PrivatePassList>(answer, settings),
  );
  const epoch = passes.find(({ key }) => key === privatePass)?.epoch ?? undefined;
  if (epoch === undefined) throw new FarthingError(`nothing is sold of ${privatePass} now`);
  const { keyId, tokenKey, challenge } = epoch;
  const shown = await (directory === undefined
    ? ask({ path: DIRECTORY }, (answer) => json<TokenDirectory>(answer, settings))
    : directoryAt(directory));
  if (!shown['token-keys'].some((one) => one['token-key'] === tokenKey)) {
    throw new FarthingError(
      `buy nothing: the key that ${privatePass} is sold by is not in the directory, so it may be for you alone`,
    );
  }
  const offer = { tokenKey, challenge };
  const pending = await Promise.all(Array.from({ length: units }, () => newToken(offer)));
  return { privatePass, keyId, pending };
}

/** Without the key of whoever buys: who shows the directory need not know for whom. */
async function directoryAt(address: string): Promise<TokenDirectory> {
  const answer = await fetch(address, { redirect: 'error', credentials: 'omit' });
  if (!answer.ok) throw new FarthingError(`the directory at ${address} answers ${answer.status}`);
  return (await answer.json()) as TokenDirectory;
}
