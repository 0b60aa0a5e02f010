// How strong a passphrase is, by zxcvbn with Finnish words. Its dictionaries are large and are loaded when the
// step that needs them opens. The program decides; this only shows.

export type Score = 0 | 1 | 2 | 3 | 4;
type Meter = (passphrase: string) => Score;

let loading: Promise<Meter> | undefined;

export function strengthMeter(): Promise<Meter> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Meter> {
  const [{ ZxcvbnFactory }, common, fi] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-fi"),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...fi.dictionary },
    graphs: common.adjacencyGraphs,
  });
  const longest = 128; // more does not make it stronger, only slower to judge
  return (passphrase) => zxcvbn.check(passphrase.slice(0, longest)).score as Score;
}
