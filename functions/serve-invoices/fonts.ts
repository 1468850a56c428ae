/** The font files it reads, which the stack lays beside its code in `fonts/`. */
export { fontPaths as fonts } from '../../core/documents/pdf/font-paths.ts';
