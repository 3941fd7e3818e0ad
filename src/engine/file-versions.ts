type File = Readonly<Record<string, unknown>>;

/** The version of patch files that this build writes. */
export const FILE_VERSION = 2;

/** What makes a file of version n + 1 of one of version n. Takes whatever a file may hold: what is wrong stays wrong, and is refused later. */
const MIGRATIONS: Readonly<Record<number, (file: File) => File>> = { 1: withLayoutAsRows };

/** A file as this build's version has it; of a version that never was, as it is. */
export function broughtUpToDate(file: File): File {
  const { version } = file;
  const migrate = typeof version === "number" && Object.hasOwn(MIGRATIONS, version) ? MIGRATIONS[version] : undefined;
  return migrate ? broughtUpToDate(migrate(file)) : file;
}

/** Version 1 held places as an object by module path, where a name could be mistaken for what every object has. */
function withLayoutAsRows(file: File): File {
  const { layout } = file;
  const rows = (places: object) =>
    Object.entries(places).map(([path, place]) => (Array.isArray(place) ? [path, ...place] : [path, place]));
  const isByPath = typeof layout === "object" && layout !== null && !Array.isArray(layout);
  return { ...file, version: 2, layout: isByPath ? rows(layout) : layout };
}
