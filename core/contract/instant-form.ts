/**
 * How an instant is written, by RFC 3339: `T` and `Z` in either case, a space for `T`, an offset. Of a fraction all
 * digits up to 30 are taken, as many as any clock writes.
 */
export const instantForm =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,30}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
