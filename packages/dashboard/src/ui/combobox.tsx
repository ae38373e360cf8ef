import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { moveActive } from './combobox-keys.ts';
import './combobox.css';

export interface ComboboxOption {
  /** Absent: no choice is made. */
  readonly value: string | undefined;
  readonly text: string;
  /** A remark beside the text. */
  readonly mark?: string | undefined;
}

interface ComboboxProps {
  readonly label: string;
  /** The text of what is chosen. */
  readonly chosen: ComboboxOption;
  readonly options: readonly ComboboxOption[];
  /** A line at the end of the list. */
  readonly note?: ReactNode;
  readonly query: string;
  /** True while the options are still those of an earlier query; a choice waits for the right ones. */
  readonly pending: boolean;
  readonly onQuery: (query: string) => void;
  readonly onChoose: (value: string | undefined) => void;
}

/** A text field that narrows a list and takes one of its lines; the pattern of WAI-ARIA for an editable combobox. */
export function Combobox({ label, chosen, options, note, query, pending, onQuery, onChoose }: ComboboxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [chooses, setChooses] = useState(false);
  const close = (): void => {
    setOpen(false);
    setChooses(false);
    onQuery('');
  };
  const choose = (option: ComboboxOption | undefined): void => {
    if (option === undefined) return;
    close();
    onChoose(option.value);
  };
  useEffect(() => {
    if (!chooses || pending) return;
    setChooses(false);
    choose(options[active]);
  });
  const show = (): void => {
    if (open) return;
    setActive(
      Math.max(
        0,
        options.findIndex(({ value }) => value === chosen.value),
      ),
    );
    setOpen(true);
    input.current?.select();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && open) {
      event.preventDefault();
      setChooses(true);
      return;
    }
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
      return;
    }
    const moved = moveActive(event.key, { active, count: options.length, open });
    if (moved === undefined) return;
    event.preventDefault();
    if (!open) show();
    else setActive(moved);
  };
  return (
    <div className="combobox">
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        id={id}
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-busy={pending}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && options[active] !== undefined ? `${id}-${active}` : undefined}
        value={open ? query : chosen.text}
        placeholder={chosen.text}
        onFocus={(event) => event.target.select()}
        onClick={show}
        onBlur={close}
        onKeyDown={press}
        onChange={(event) => {
          setOpen(true);
          setChooses(false);
          setActive(0);
          onQuery(event.target.value);
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open}>
        {open &&
          options.map((option, place) => (
            <li
              key={option.value ?? '\u0000'}
              id={`${id}-${place}`}
              ref={place === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
              role="option"
              aria-selected={option.value === chosen.value}
              className={place === active ? 'active' : undefined}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(option);
              }}
            >
              <span>{option.text}</span>
              {option.mark !== undefined && <small className="mark">{option.mark}</small>}
            </li>
          ))}
        {open && options.length === 0 && <li className="note">Nothing fits</li>}
        {open && note !== undefined && <li className="note">{note}</li>}
      </ul>
    </div>
  );
}
