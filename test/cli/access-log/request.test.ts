import { describe, expect, it } from '@jest/globals';
import { loggedRequestFrom, requestTypeOf } from '../../../cli/access-log/request.ts';

const downloads =
  'pdf zip gz tgz bz2 xz tar rpm deb jar exe msi dmg iso bin mp3 ogg wav flac mp4 mpg mpeg avi mov webm csv xls xlsx doc docx ppt pptx ps epub'.split(
    ' ',
  );

describe('the request of a log line', () => {
  it.each([
    ['GET /a/b.html HTTP/1.1', 'GET', '/a/b.html'],
    ['GET /a?b=/c.pdf HTTP/1.1', 'GET', '/a'],
    ['GET /a#b HTTP/1.1', 'GET', '/a'],
    ['GET / HTTP/2.0', 'GET', '/'],
    ['GET / HTTP/3', 'GET', '/'],
    ['GET /', 'GET', '/'],
    ['GET http://example.org/a?b HTTP/1.1', 'GET', '/a'],
    ['GET https://example.org HTTP/1.1', 'GET', '/'],
    ['GET http://example.org?b HTTP/1.1', 'GET', '/'],
    ['GET ?b HTTP/1.1', 'GET', '/'],
    ['GET /a b.html HTTP/1.1', 'GET', '/a b.html'],
    ['OPTIONS * HTTP/1.1', 'OPTIONS', '*'],
    ['CONNECT example.org:443 HTTP/1.1', 'CONNECT', 'example.org:443'],
    ['M-SEARCH /x HTTP/1.1', 'M-SEARCH', '/x'],
  ])('%s is %s of %s', (request, method, path) => {
    expect(loggedRequestFrom(request)).toEqual({ method, path });
  });

  it.each(['-', '', ' ', 'GET', 'GET HTTP/1.1', String.raw`\x16\x03\x01 /a`])(
    '%j is none',
    (request) => {
      expect(loggedRequestFrom(request)).toBeUndefined();
    },
  );
});

describe('the type of a request', () => {
  it.each([
    ['view', '/'],
    ['view', '/blog/'],
    ['view', '/blog/a-title'],
    ['view', '/v1.2/'],
    ['view', '/v1.2/title'],
    ['view', '/a.html'],
    ['view', '/a.HTM'],
    ['view', '/index.php'],
    ['view', '/robots.txt'],
    ['view', '/README.md'],
    ['view', '/.well-known'],
    ['view', '/trailing.'],
    ['view', '/api'],
    ['view', '/apis/x'],
    ['view', '/my/api/x'],
    ['api.call', '/api/'],
    ['api.call', '/api/logo.png'],
    ['api.call', '/api/v1/report.pdf'],
    ['asset', '/logo.png'],
    ['asset', '/style.CSS'],
    ['asset', '/a.xhtml'],
    ['asset', '/a.pdf.sig'],
    ['asset', '/report.2015'],
  ])('is %s for GET %s', (type, path) => {
    expect(requestTypeOf({ method: 'GET', path })).toBe(type);
  });

  it.each(downloads)('is download for .%s in any case', (extension) => {
    for (const name of [extension, extension.toUpperCase()]) {
      expect(requestTypeOf({ method: 'GET', path: `/files/x.${name}` })).toBe('download');
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'PROPFIND', 'get'])(
    'is api.call for %s of a page',
    (method) => {
      expect(requestTypeOf({ method, path: '/index.html' })).toBe('api.call');
    },
  );
});
