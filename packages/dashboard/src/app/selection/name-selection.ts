/** Names of what is selected. Pure. */
import type { ForecastGroup, SourceFacts } from '../../api/schema.ts';
import { humanise, nameValue } from '../../ui/key-names.ts';

/** A selection by name. */
export interface SelectionName {
  readonly title: string;
  /** The names in the source's own language, where they differ. */
  readonly original: string;
  /** Whether a name of it is a reading of the data, not the owner's. */
  readonly readings: boolean;
}

/** Names a selection by its key values; of all series, by what the source calls its total. */
export function nameSelection(
  source: Pick<SourceFacts, 'keys' | 'title' | 'total'>,
  { key, labels }: Pick<ForecastGroup, 'key' | 'labels'>,
): SelectionName {
  const named = source.keys.flatMap(({ name }) => {
    const text = key[name];
    return text === undefined ? [] : [{ name, text, label: labels[name] }];
  });
  if (named.length === 0) {
    const { total } = source;
    return {
      title: total?.labelEn ?? (source.keys.length === 0 ? source.title : 'All series'),
      original: total !== null && total.label !== total.labelEn ? total.label : '',
      readings: false,
    };
  }
  const title = named.map(({ name, text, label }) =>
    label === undefined ? `${humanise(name)} ${nameValue(text, label)}` : nameValue(text, label),
  );
  const original = named.flatMap(({ label }) =>
    label === undefined || label.label === label.labelEn ? [] : [label.label],
  );
  return {
    title: title.join(' · '),
    original: original.join(' · '),
    readings: named.some(({ label }) => label?.official === false),
  };
}
