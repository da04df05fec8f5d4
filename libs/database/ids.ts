import { ulid } from 'ulid';

/** The kinds of things that have ids, by the prefix that says so from the database to the client. */
export type IdPrefix =
  | 'exc'
  | 'rev'
  | 'pol'
  | 'pve'
  | 'cas'
  | 'cus'
  | 'per'
  | 'tea'
  | 'hum'
  | 'tok'
  | 'grd'
  | 'rmk'
  | 'dsp'
  | 'ntc'
  | 'lnk'
  | 'imp'
  | 'thx'
  | 'hof'
  | 'qst'
  | 'xpt'
  | 'fol'
  | 'gbk'
  | 'msg';

/** A new id: kind prefix and lower-case ULID, such as `exc_01jd…`. Sortable by time only roughly; nothing depends on that. */
export function newId<P extends IdPrefix>(prefix: P): `${P}_${string}` {
  return `${prefix}_${ulid().toLowerCase()}`;
}
