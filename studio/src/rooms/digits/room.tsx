/** Digits: images through a trained network, from 784 pixels to ten probabilities; a test set's, or one's own. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { Room } from '../../frame/rooms.ts';
import { ChoiceButtons } from '../../parts/choice-buttons.tsx';
import { Check, ChoiceSelect } from '../../parts/controls.tsx';
import type { RoomState } from '../../state/room-state.ts';
import { About } from './about.tsx';
import { code } from './in-code.ts';
import { setNames } from './names.ts';
import { questions } from './questions.ts';
import { DigitsSession, type Opened } from './session.ts';
import { fields } from './settings.ts';
import { Stage } from './stage.tsx';
import { Sureness } from './sureness.tsx';
import { TestImageControls } from './test-image-controls.tsx';
import { UnitsPanel } from './units-panel.tsx';
import './digits.css';
import './units.css';

type State = RoomState<typeof fields>;

const sources = { test: 'Test images', drawn: 'Draw your own' } as const;

function Digits({ state }: { readonly state: State }): JSX.Element {
  const session = useMemo(() => new DigitsSession(state), [state]);
  useEffect(() => () => session.close(), [session]);
  const { set, isSmoothed } = state.signals;
  const opened = session.opened.value;
  return (
    <div class="digits">
      <div class="top">
        <ChoiceSelect label="Data set" value={set} field={fields.set} names={setNames} />
        <Sources state={state} session={session} />
        <Check
          label="Label smoothing"
          hint="The same network, trained with label smoothing of 0.1"
          value={isSmoothed}
        />
      </div>
      {session.failure.value !== undefined ? (
        <div class="note alarm" role="alert">
          <p>{session.failure.value}</p>
          <button type="button" class="plain" onClick={() => session.again()}>
            Try again
          </button>
        </div>
      ) : opened === undefined || opened.set !== set.value ? (
        <p role="status">The network …</p>
      ) : (
        <>
          <Open state={state} session={session} opened={opened} />
          <Sureness set={set.value} />
        </>
      )}
    </div>
  );
}

/** Test images, or one's own drawing. */
function Sources({
  state,
  session,
}: {
  readonly state: State;
  readonly session: DigitsSession;
}): JSX.Element {
  const { set, source } = state.signals;
  if (set.value === 'fashion') {
    return (
      <p class="why">
        No drawing here: these are photographs, filled with grey. A few lines look like nothing the network
        has seen.
      </p>
    );
  }
  const opened = session.opened.value;
  const now = session.isDrawing.value ? 'drawn' : 'test';
  return (
    <ChoiceButtons
      legend="What is looked at"
      names={sources}
      value={now}
      choose={(chosen) => {
        source.value = chosen;
      }}
      isDisabled={(one) => one === 'test' && opened !== undefined && opened.images === undefined}
    />
  );
}

function Open({
  state,
  session,
  opened,
}: {
  readonly state: State;
  readonly session: DigitsSession;
  readonly opened: Opened;
}): JSX.Element {
  const { set, isSmoothed, unit } = state.signals;
  const kind = isSmoothed.value ? 1 : 0;
  const model = opened.models[kind];
  const look = session.looks.value?.[kind];
  const choose = useCallback(
    (chosen: number) => {
      unit.value = chosen + 1;
    },
    [unit],
  );
  if (look === undefined) return <p role="status">The network …</p>;
  const chosen = unit.value > 0 ? unit.value - 1 : model.loudest(look, look.says, 1)[0];
  return (
    <>
      {!session.isDrawing.value && session.places.value.length > 0 && (
        <TestImageControls state={state} session={session} />
      )}
      <div class="desk">
        <div>
          <Stage state={state} session={session} model={model} look={look} chosen={chosen} choose={choose} />
        </div>
        <About set={set.value} kind={isSmoothed.value ? 'smoothed' : 'plain'} images={opened.images} />
      </div>
      <UnitsPanel set={set.value} model={model} look={look} chosen={chosen} choose={choose} />
    </>
  );
}

export const digits: Room<typeof fields> = {
  fields,
  lead: 'A network reads handwriting: go through images it has never seen, look for its mistakes, then draw a digit yourself.',
  View: Digits,
  code,
  questions,
};
