import { invariant } from '../kernel/invariant.ts';
import {
  type LeafRange,
  nodeHash,
  rangeHash,
  type Subtree,
  subtreesOf,
  type TreeHash,
} from './tree.ts';

/** How many hashes, or entries, a tile has: C2SP tlog-tiles. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** A piece of the tree, or of the entries, as it is published; a whole one has `TILE_WIDTH`. */
export interface TilePlace {
  readonly level: number | 'entries';
  readonly index: number;
  /** From 1 to `TILE_WIDTH`. */
  readonly width: number;
}

export interface Tile extends TilePlace {
  readonly bytes: Uint8Array;
}

/** The path of a tile, as C2SP tlog-tiles has it: `tile/0/x001/234.p/5`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${indexPath(index)}${partial}`;
}

const THOUSAND = 1000;

/** Three digits a part, all but the last with an `x` before them. */
function indexPath(index: number): string {
  const digits = (value: number): string => String(value % THOUSAND).padStart(3, '0');
  let path = digits(index);
  for (let rest = Math.floor(index / THOUSAND); rest > 0; rest = Math.floor(rest / THOUSAND)) {
    path = `x${digits(rest)}/${path}`;
  }
  return path;
}

const PATH =
  /^tile\/(?<level>entries|0|[1-9]|[1-5]\d|6[0-3])\/(?<index>(?:x\d{3}\/){0,4}\d{3})(?:\.p\/(?<width>[1-9]\d{0,2}))?$/;

/** The tile that a path names; undefined for a path of no tile, or one that is written otherwise. */
export function tileAt(path: string): TilePlace | undefined {
  const { level = '', index = '', width } = PATH.exec(path)?.groups ?? {};
  if (level === '') return undefined;
  const place = {
    level: level === 'entries' ? ('entries' as const) : Number.parseInt(level, 10),
    index: Number.parseInt(index.replaceAll(/[x/]/g, ''), 10),
    width: width === undefined ? TILE_WIDTH : Number.parseInt(width, 10),
  };
  return tilePath(place) === path ? place : undefined;
}

/** Of each level of tiles, from below, the hashes of the last tile, which is not whole yet: less than `TILE_WIDTH`. */
export type Edge = readonly (readonly TreeHash[])[];

/** Of how many leaves a tree with such an edge is. */
export const sizeOfEdge = (edge: Edge): number =>
  edge.reduce((size, hashes, level) => size + hashes.length * TILE_WIDTH ** level, 0);

/** The root of a tree, of its edge alone. */
export const rootOf = (edge: Edge): TreeHash => rangeHash(edge.map(wholeSubtrees).reverse().flat());

/** The hashes of the subtrees that the hashes of one level make, from left to right. */
function wholeSubtrees(hashes: readonly TreeHash[]): readonly TreeHash[] {
  return subtreesOf({ from: 0, to: hashes.length }).map((subtree) => inTile(hashes, subtree));
}

/** The hash of a subtree of the hashes of one tile. */
function inTile(hashes: readonly TreeHash[], { level, index }: Subtree): TreeHash {
  let row = hashes.slice(index * 2 ** level, (index + 1) * 2 ** level);
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      nodeHash(hashAt(row, 2 * at), hashAt(row, 2 * at + 1)),
    );
  }
  return hashAt(row, 0);
}

function hashAt(row: readonly TreeHash[], place: number): TreeHash {
  const hash = row[place];
  invariant(hash !== undefined, 'a tile has what is asked of it');
  return hash;
}

/** A tree after more leaves: its edge, and the tiles that are new, each put once under its path. */
export function grown(
  edge: Edge,
  leaves: readonly TreeHash[],
): { readonly edge: Edge; readonly tiles: readonly Tile[] } {
  const levels = edge.map((hashes) => [...hashes]);
  const size = sizeOfEdge(edge);
  const tiles: Tile[] = [];
  const counts = edge.map((_, level) => Math.floor(size / TILE_WIDTH ** (level + 1)));
  const changed = new Set<number>();
  const push = (level: number, hash: TreeHash): void => {
    levels[level] ??= [];
    counts[level] ??= 0;
    const hashes = levels[level];
    hashes.push(hash);
    changed.add(level);
    if (hashes.length < TILE_WIDTH) return;
    tiles.push(hashTile(level, counts[level], hashes));
    counts[level] += 1;
    levels[level] = [];
    push(level + 1, inTile(hashes, { level: TILE_HEIGHT, index: 0 }));
  };
  for (const leaf of leaves) push(0, leaf);
  for (const level of changed) {
    const hashes = levels[level] ?? [];
    if (hashes.length > 0) tiles.push(hashTile(level, counts[level] ?? 0, hashes));
  }
  return { edge: levels, tiles };
}

const hashTile = (level: number, index: number, hashes: readonly TreeHash[]): Tile => ({
  ...{ level, index, width: hashes.length, bytes: Buffer.concat(hashes) },
});

const HASH_BYTES = 32;

/** The hashes of a tile's bytes. */
export function hashesOf(bytes: Uint8Array): readonly TreeHash[] {
  invariant(bytes.length % HASH_BYTES === 0, 'a tile is of whole hashes');
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, place) =>
    bytes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
  );
}

/** The tiles that a proof over these ranges is made of, in a tree of `size`. */
export function tilesFor(ranges: readonly LeafRange[], size: number): readonly TilePlace[] {
  const places = ranges.flatMap(subtreesOf).map((subtree) => tileOf(subtree, size));
  return [...new Map(places.map((place) => [tilePath(place), place])).values()];
}

/** Hashes of ranges, of the tiles that `tilesFor` names, by path. */
export const rangeHashes = (
  ranges: readonly LeafRange[],
  size: number,
  tiles: ReadonlyMap<string, readonly TreeHash[]>,
): readonly TreeHash[] =>
  ranges.map((range) =>
    rangeHash(
      subtreesOf(range).map((subtree) => {
        const place = tileOf(subtree, size);
        const { level, index } = subtree;
        const inner = level % TILE_HEIGHT;
        const perTile = 2 ** (TILE_HEIGHT - inner);
        const hashes = tiles.get(tilePath(place));
        invariant(hashes !== undefined, `${tilePath(place)} was read`);
        return inTile(hashes, { level: inner, index: index % perTile });
      }),
    ),
  );

/** The tile that a subtree is in, as wide as it is in a tree of `size`. */
function tileOf({ level, index }: Subtree, size: number): TilePlace {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const perTile = 2 ** (TILE_HEIGHT - (level % TILE_HEIGHT));
  const tile = Math.floor(index / perTile);
  const hashes = Math.floor(size / TILE_WIDTH ** tileLevel);
  return {
    level: tileLevel,
    index: tile,
    width: Math.min(TILE_WIDTH, hashes - tile * TILE_WIDTH),
  };
}
