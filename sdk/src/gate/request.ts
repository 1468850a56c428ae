/** What of a request a gate looks at, whatever took it. */
export interface GatedRequest {
  readonly method: string;
  /** Absolute, as the site is called from outside. */
  readonly url: string;
  /** By its name in lower case; undefined where it did not come. */
  header(name: string): string | undefined;
  /** What the page of a 402 posted, if this request is that. */
  readonly consent?: string | undefined;
}

/** Of a header that comes this long nothing is taken. */
const HEADER_MAX = 8_192;
const TOKEN_MAX = 512;
const FORM_BYTES_MAX = 16_384;

/** What of a request may pay for it. A header of another kind, such as a password of the site, goes nowhere. */
export interface GatePayment {
  readonly authorization?: string;
  readonly paymentSignature?: string;
  readonly token?: string;
  readonly consent?: string;
  readonly freeViews?: string;
}

/** By this name Farthing sets the cookie that counts free views. */
const FREE_COOKIE = 'farthing-free';

/** Undefined where more comes than Farthing takes. */
export function paymentOf(request: GatedRequest, cookie: string): GatePayment | undefined {
  const authorization = ownAuthorization(request.header('authorization'));
  const paymentSignature = request.header('payment-signature');
  const { consent } = request;
  const sent = [authorization, paymentSignature, consent];
  if (sent.some((text) => text !== undefined && text.length > HEADER_MAX)) return undefined;
  const token = tokenOf(request, cookie);
  const freeViews = cookieOf(request.header('cookie'), FREE_COOKIE);
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(paymentSignature === undefined ? {} : { paymentSignature }),
    ...(token === undefined ? {} : { token }),
    ...(consent === undefined ? {} : { consent }),
    ...(freeViews === undefined || freeViews.length > HEADER_MAX ? {} : { freeViews }),
  };
}

/** The site's own passwords and tokens are not for Farthing. */
const ownAuthorization = (value: string | undefined): string | undefined =>
  value !== undefined && /^(?:Payment |PrivateToken |Bearer ftp_)/i.test(value) ? value : undefined;

const tokenPattern = /^ftp_[!-~]+$/;

/** The token that the site keeps in its cookie. It counts where the reader, and no page of others, asks. */
function tokenOf(request: GatedRequest, cookie: string): string | undefined {
  const token = cookieOf(request.header('cookie'), cookie);
  if (token === undefined || token.length > TOKEN_MAX || !tokenPattern.test(token)) {
    return undefined;
  }
  return isOfOthers(request) ? undefined : token;
}

/** A page of another site has put it in a frame or an image, or sent it: the reader has not asked. */
function isOfOthers(request: GatedRequest): boolean {
  const site = request.header('sec-fetch-site');
  if (site !== 'cross-site' && site !== 'same-site') return false;
  return (
    request.method !== 'GET' ||
    request.header('sec-fetch-mode') !== 'navigate' ||
    request.header('sec-fetch-dest') !== 'document'
  );
}

/** A browser that fetches ahead: nobody reads it yet, and perhaps nobody will. */
export const isAhead = (request: GatedRequest): boolean =>
  /\bprefetch\b|\bprerender\b/i.test(
    request.header('sec-purpose') ?? request.header('purpose') ?? '',
  );

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Whether its body may be a form of the page of a 402: then so many bytes of it are read. Undefined where not. */
export function consentBytes(request: GatedRequest, cookie: string): number | undefined {
  if (request.method !== 'POST') return undefined;
  const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  if (tokenOf(request, cookie) === undefined) return undefined;
  const length = request.header('content-length') ?? '';
  const bytes = /^\d{1,9}$/.test(length) ? Number(length) : 0;
  return bytes > 0 && bytes <= FORM_BYTES_MAX ? bytes : undefined;
}

/** As offers have it: a field of that name in a form of the site, as of what asks about cookies, is no consent. */
const consentPattern = /^fo_[\w.-]{16,509}$/;

/** Of the field `consent`. */
export const consentFrom = (field: unknown): string | undefined =>
  typeof field === 'string' && consentPattern.test(field) ? field : undefined;

export const consentOf = (form: string): string | undefined =>
  consentFrom(new URLSearchParams(form).get('consent'));
