/** What a client asked for. */
export interface LoggedRequest {
  readonly method: string;
  /** Without scheme, host, query string and fragment. */
  readonly path: string;
}

/** The types of event that an access log holds. */
export const requestTypes = ['view', 'download', 'api.call', 'asset'] as const;
export type RequestType = (typeof requestTypes)[number];

const METHOD = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const PROTOCOL = /^HTTP\/\d+(\.\d+)?$/;
const ORIGIN = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/;

const extensions = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const pages = extensions('html htm php txt md');
const files = extensions(
  'pdf zip gz tgz bz2 xz tar rpm deb jar exe msi dmg iso bin mp3 ogg wav flac mp4 mpg mpeg avi mov webm csv xls xlsx doc docx ppt pptx ps epub',
);

/**
 * The request of a log line (`GET /a?b HTTP/1.1`, `GET /` as in HTTP/0.9, an absolute URI, a target with bare spaces),
 * or undefined when there is none (`-`, bytes of another protocol).
 */
export function loggedRequestFrom(request: string): LoggedRequest | undefined {
  const words = request.trim().split(' ');
  const method = words.shift() ?? '';
  if (PROTOCOL.test(words.at(-1) ?? '')) words.pop();
  const target = words.join(' ').trim();
  if (!METHOD.test(method) || target === '') return undefined;
  const path = target.replace(ORIGIN, '').replace(/[?#].*$/s, '');
  return { method, path: path === '' ? '/' : path };
}

/** What kind of use a request is. */
export function requestTypeOf({ method, path }: LoggedRequest): RequestType {
  if (path.startsWith('/api/') || method !== 'GET') return 'api.call';
  const extension = extensionOf(path);
  if (files.has(extension)) return 'download';
  return extension === '' || pages.has(extension) ? 'view' : 'asset';
}

/** In lower case; empty for none, and for a name that only starts with a dot. */
function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}
