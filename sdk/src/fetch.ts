/** What is asked over HTTP, as `fetch` takes it. */
export interface FetchRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | ArrayBuffer;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
  readonly keepalive?: boolean;
}

/** What is answered: the part of `Response` that is used. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
}

/** The `fetch` of the platform, or one of your own: to go through a proxy, or to try something. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchAnswer>;

export const platformFetch: Fetch = (url, request) => fetch(url, request);
