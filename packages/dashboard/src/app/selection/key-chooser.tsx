import { useDeferredValue, useState } from 'react';
import type { KeyFacts } from '../../api/schema.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useView } from '../use-view.ts';
import { wantedValue, withValue } from '../view-state.ts';
import { Combobox, type ComboboxOption } from '../../ui/combobox.tsx';
import { humanise, nameValue } from '../../ui/key-names.ts';

/** Lines shown at once; more are found by typing. */
const LINES = 100;

interface KeyChooserProps {
  readonly facts: KeyFacts;
  readonly keyNames: readonly string[];
}

/** Chooses one value of a key among those that occur together with what the other keys are. */
export function KeyChooser({ facts: { name, valueCount }, keyNames }: KeyChooserProps) {
  const [view, change] = useView();
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const others = withValue(view.where, { key: name, value: undefined }, keyNames);
  const { data, isPlaceholderData } = useAnswer('/api/v2/keys/{key}/values', {
    params: { key: name },
    query: { where: others, q: asked, limit: LINES, origin: view.origin },
  });
  const wanted = wantedValue(view.where, name, keyNames);
  const all: ComboboxOption = { value: undefined, text: `All (${valueCount.toLocaleString('en')})` };
  const found = (data?.items ?? []).map(({ text, label }) => ({
    value: text,
    text: nameValue(text, label),
    mark: label?.official === false ? 'reading' : undefined,
  }));
  return (
    <Combobox
      label={humanise(name)}
      chosen={wanted === undefined ? all : chosenOption(found, wanted)}
      options={query === '' ? [all, ...found] : found}
      note={
        data !== undefined && data.total > data.items.length
          ? `${data.items.length} of ${data.total.toLocaleString('en')} shown; type to find others`
          : undefined
      }
      query={query}
      pending={asked !== query || isPlaceholderData}
      onQuery={setQuery}
      onChoose={(value) => change({ where: withValue(view.where, { key: name, value }, keyNames) })}
    />
  );
}

function chosenOption(found: readonly ComboboxOption[], wanted: string): ComboboxOption {
  return found.find(({ value }) => value === wanted) ?? { value: wanted, text: wanted };
}
