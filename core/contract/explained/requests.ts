import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of what a request is, and who sends it. */
export const requestRejections = {
  'request.body-missing': {
    means: 'The operation takes a body, and none came.',
    fix: 'Send the body, and its `Content-Type`.',
  },
  'request.malformed-json': {
    means: 'The body is no JSON.',
    fix: 'Let a library write the JSON; `detail` says where it breaks.',
  },
  'request.malformed-text': {
    means: 'The body, or a field of a form, is no UTF-8.',
    fix: 'Encode text as UTF-8, and percent-encode the fields of a form.',
  },
  'request.nested-too-deep': {
    means: 'Objects and arrays stand in each other deeper than 32 levels.',
    fix: 'Make the data flatter. What meters read can be any field of it.',
  },
  'request.forbidden-key': {
    means: 'An object has the key `__proto__`, which is taken nowhere.',
    fix: 'Rename the key.',
  },
  'request.number-out-of-range': {
    means: 'A number is beyond 1e308.',
    fix: 'Send it as a string, or in a larger unit.',
  },
  'request.no-events': {
    means: 'The list of events is empty.',
    fix: 'Send at least one event, or no request.',
  },
  'request.all-rejected': {
    means: 'Not one event of the request was accepted.',
    fix: 'Correct the events: `rejected` says of each why. Send the request again.',
  },
  'request.some-rejected': {
    means: 'An event is wrong, and this route accepts all of a request or none.',
    fix: 'Correct or leave out what `rejected` lists, and send the request again. Nothing of it was counted.',
  },
  'request.invalid': {
    means: 'A field or a parameter is not as its shape says.',
    fix: 'Change what `param` names as `detail` says.',
  },
  'request.failed': {
    means: 'Farthing failed at it. It may have been done, or not.',
    fix: 'Send it again, as it was: that is safe. If it goes on, look for the `requestId` in the logs of the stack.',
  },
  'request.unknown-field': {
    means: 'A field or a parameter is not known here; it may be misspelt.',
    fix: 'Remove what `param` names, or correct its name.',
  },
  'request.bad-cursor': {
    means: 'The cursor is none, or of another list, key or set of parameters.',
    fix: 'Pass `nextCursor` as it was answered, with all other parameters as they were; or begin again without.',
  },
  'request.bad-key': {
    means: 'What stands in the path has not the form of a key or an id.',
    fix: 'Use the key as lists answer it, percent-encoded.',
  },
  'request.malformed-gzip': {
    means: 'The body says that it is gzip, and does not decompress.',
    fix: 'Send the whole stream, or leave out `Content-Encoding`.',
  },
  'request.too-many': {
    means: 'More requests are being worked on than there is room for. Nothing was done.',
    fix: 'Wait for the seconds of `Retry-After`, send it again, and send fewer at once.',
  },
  'request.too-many-events': {
    means:
      'The request has more than 1,000 events; by OTLP, more than 20,000 records, or 10,000 events that become of them.',
    fix: 'Split it into several. Of OTLP, have the exporter or the collector send fewer at once.',
  },
  'request.too-large': {
    means:
      'The body is larger than the operation takes, after decompression; or, by OTLP, what becomes of it has more than 16 MiB.',
    fix: 'Split it into several requests. Of a customer: list fewer subjects. Of OTLP, map less of a resource into data.',
  },
  'request.wrong-media-type': {
    means: 'The `Content-Type` is none that the operation takes, or its charset is not UTF-8.',
    fix: 'Set it to one of those that `detail` lists.',
  },
  'request.unsupported-encoding': {
    means: 'The body is compressed by something else than gzip.',
    fix: 'Compress it with gzip, or not at all.',
  },
  'request.route-unknown': {
    means:
      'There is no such path. Of a request with `Stripe-Version`: the path is another thing here than at Stripe.',
    fix: 'Look for the path in this reference; paths end without a slash.',
  },
  'request.method-unknown': {
    means: 'The path exists, and not with this method.',
    fix: 'Use one of the methods that the header `Allow` lists.',
  },
  'request.idempotency-key-missing': {
    means: 'The operation records a fact that has no name but its `Idempotency-Key`.',
    fix: 'Send the header, with 1 to 255 visible ASCII characters: the same for a repeat, another for another fact.',
  },
  'request.idempotency-key-malformed': {
    means: 'The `Idempotency-Key` is empty, too long, or has other characters than visible ASCII.',
    fix: 'Use 1 to 255 visible ASCII characters, such as a UUID.',
  },
  'request.idempotency-key-reused': {
    means: 'The `Idempotency-Key` belongs to a request that asked for something else.',
    fix: 'Take another key for another fact. To repeat a request, send it as it was.',
  },
  'request.actor-malformed': {
    means: '`Farthing-Actor` is empty, too long, or has other characters than printable ASCII.',
    fix: 'Name who asks in 1 to 256 printable ASCII characters, or leave the header out.',
  },
  'request.not-acceptable': {
    means: 'The document has none of the forms that `Accept` asks for.',
    fix: 'Accept one that `detail` lists, or use `?format=`.',
  },
  'answer.too-large': {
    means: 'The answer is longer than one answer can be.',
    fix: 'Send `Accept-Encoding: gzip`, ask for fewer with `limit`, or for another form.',
  },
  'key.scope-missing': {
    means: 'The key may not do this.',
    fix: 'Use a key with the scope that `detail` names. An operator makes keys: `farthing keys create`.',
  },
  'key.unknown': {
    means: 'The key is unknown, revoked or at its end.',
    fix: 'Use a key of this deployment that is in force.',
  },
  'key.revoked': {
    means: 'The key was revoked, or has come to its end, and may change nothing from then on.',
    fix: 'Use a key that is in force.',
  },
  'key.not-found': {
    means: 'There is no key of this id.',
    fix: 'Give the part of the key between its second and third underscore, as `farthing keys list` shows it.',
  },
  'key.too-fast': {
    means: 'This key asks for more a second than it may. Nothing was done.',
    fix: 'Wait for the seconds of `Retry-After`, send it again, and send fewer a second. `RateLimit` says what is left.',
  },
  'tenant.too-fast': {
    means: 'All keys of the tenant together ask for more a second than it may. Nothing was done.',
    fix: 'Wait for the seconds of `Retry-After`, send it again, and send fewer a second. `farthing:tenantRateMax` says how many those are.',
  },
  'queue.unavailable': {
    means: 'The queue could not be reached. Some of the request may have got through.',
    fix: 'Send the whole request again, as it was: an event counts once.',
  },
  'queue.busy': {
    means: 'Too much waits for the queue already. Nothing was taken.',
    fix: 'Wait for the seconds of `Retry-After`, and send the whole request again, as it was.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
