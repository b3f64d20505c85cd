import type { Call } from '@opbx/contract/calls'
import { useStore, ViewportPortal } from '@xyflow/react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useLiveCalls } from '../../../api/live.ts'
import { callPath } from '../../../app/paths.ts'
import { callStateOf } from '../../../format/call-state.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { CallState } from '../../../ui/badge.tsx'
import { Link } from '../../../ui/link.tsx'
import { Menu } from '../../../ui/menu.tsx'
import type { Graph } from './graph.ts'
import { placesOfCalls, standingCalls, type Travel, travelsOf } from './live-places.ts'
import { motion } from './motion.ts'

const none: readonly Call[] = []

/**
 * Calls that are going on, as dots on their cards; one that goes on travels along its arrow. It stands above
 * cards and arrows and knows only their places, so that no event of a call draws a card again.
 */
export function LiveCalls({ graph }: { graph: Graph }) {
  const calls = useLiveCalls() ?? none
  const places = useMemo(() => placesOfCalls(calls, graph), [calls, graph])
  const [travels, arrive] = useTravels(calls, places, graph)
  const byId = new Map(calls.map((call) => [call.id, call]))
  const standing = standingCalls(places, new Set(travels.map(({ call }) => call)))
  const corners = useCorners([...standing.keys()])
  const names = useMemo(() => namesOf(graph), [graph])
  return (
    <ViewportPortal>
      {[...standing].map(([card, ids]) => {
        const corner = corners.get(card)
        return (
          corner && (
            <div key={card} className="livecalls nodrag nopan" style={{ transform: corner }}>
              <CallsHere
                calls={ids.flatMap((id) => byId.get(id) ?? [])}
                name={names.get(card) ?? ''}
              />
            </div>
          )
        )
      })}
      {travels.map((travel) => {
        const call = byId.get(travel.call)
        return call && <Traveller key={travel.call} {...{ travel, call, arrive }} />
      })}
    </ViewportPortal>
  )
}

/** One call: the way to it. Several: how many, and a list to choose from. */
function CallsHere({ calls, name }: { calls: readonly Call[]; name: string }) {
  const t = useText()
  const [first, ...others] = calls
  if (!first) return null
  const state = commonState(calls)
  if (others.length === 0) {
    const word = t(`parts.callState.${state}`)
    const label = t('canvas.liveCall', { from: whoCalls(first), name, state: word })
    return (
      <Link className="livecall" to={callPath(first.id)} aria-label={label} title={label}>
        <CallState state={state}>{''}</CallState>
      </Link>
    )
  }
  const label = t('canvas.liveCalls', { count: calls.length, name })
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="livecall" aria-label={label} title={label}>
          <CallState state={state}>{calls.length}</CallState>
        </button>
      }
      groups={[
        {
          heading: label,
          entries: calls.map((call) => ({
            label: whoCalls(call),
            note: t(`parts.callState.${callStateOf(call)}`),
            to: callPath(call.id),
          })),
        },
      ]}
    />
  )
}

/** A dot on its way along the arrows. */
function Traveller({
  travel,
  call,
  arrive,
}: {
  travel: Travel
  call: Call
  arrive: (travel: Travel) => void
}) {
  const dot = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const lines = travel.ways.flatMap((way) => lineOf(way) ?? [])
    // Arrows far away on a large map may not be drawn.
    if (!dot.current || lines.length === 0) return arrive(travel)
    const frames = lines.flatMap((line) => {
      const offsetPath = `path("${line}")`
      return [
        { offsetPath, offsetDistance: '0%' },
        { offsetPath, offsetDistance: '100%' },
      ]
    })
    const offset = (index: number) => Math.ceil(index / 2) / lines.length
    const timed = frames.map((frame, index) => ({ ...frame, offset: offset(index) }))
    const run = dot.current.animate(timed, { duration: 280 + 320 * lines.length, fill: 'both' })
    run.onfinish = () => arrive(travel)
    return () => run.cancel()
  }, [travel, arrive])
  return (
    <span ref={dot} className="livecall livecall--going" aria-hidden="true">
      <CallState state={callStateOf(call)}>{''}</CallState>
    </span>
  )
}

function useTravels(
  calls: readonly Call[],
  places: ReadonlyMap<string, string>,
  graph: Graph,
): [readonly Travel[], (travel: Travel) => void] {
  const [travels, setTravels] = useState<readonly Travel[]>([])
  // What is there at first sight did not just come.
  const before = useRef(places)
  // Before it is painted: a dot must not flash where it will arrive.
  useLayoutEffect(() => {
    const begun = travelsOf(before.current, places, { calls, graph })
    before.current = places
    if (begun.length === 0 || motion(1).duration === 0) return
    const moving = new Set(begun.map(({ call }) => call))
    setTravels((now) => [
      ...now.filter(({ call }) => places.has(call) && !moving.has(call)),
      ...begun,
    ])
  }, [calls, places, graph])
  const arrive = useCallback(
    (travel: Travel) => setTravels((now) => now.filter((one) => one !== travel)),
    [],
  )
  return [travels, arrive]
}

/** The upper corners of cards, also while they are dragged; as transforms. */
function useCorners(ids: readonly string[]): ReadonlyMap<string, string> {
  const found = useStore((store) =>
    ids
      .flatMap((id) => {
        const at = store.nodeLookup.get(id)?.internals.positionAbsolute
        return at ? [`${id} translate(${at.x}px, ${at.y}px)`] : []
      })
      .join('\n'),
  )
  return useMemo(() => {
    const lines = found === '' ? [] : found.split('\n')
    return new Map(
      lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    )
  }, [found])
}

function lineOf(way: string): string | null {
  const id = CSS.escape(way)
  const path = document.querySelector(`.react-flow__edge[data-id="${id}"] .react-flow__edge-path`)
  return path?.getAttribute('d') ?? null
}

/** The state in which all of them are; else they are in the call flow, and each has its own in the list. */
function commonState(calls: readonly Call[]) {
  const states = new Set(calls.map(callStateOf))
  const [state = 'connected'] = states
  return states.size === 1 ? state : 'connected'
}

function whoCalls({ caller, callerName, from }: Call): string {
  return caller?.name ?? callerName ?? formatPhoneNumber(from)
}

function namesOf(graph: Graph): ReadonlyMap<string, string> {
  return new Map([
    ...graph.entries.map(
      ({ id, phoneNumber }) => [id, formatPhoneNumber(phoneNumber.number)] as const,
    ),
    ...graph.steps.map(({ id, node }) => [id, node.name] as const),
  ])
}
