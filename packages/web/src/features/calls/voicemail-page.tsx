import { voicemailCountsSchema, voicemailMessageSchema } from '@opbx/contract/calls'
import { pageOf } from '@opbx/contract/pagination'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { useQueryParam } from '../../app/navigation.ts'
import { PagedList } from '../../resources/paged-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { SearchInput } from '../../ui/text-input.tsx'
import { VoicemailBulk } from './voicemail-bulk.tsx'
import { MessageItem } from './voicemail-item.tsx'

/** Messages of the boxes that the reader may hear. */
export function VoicemailPage() {
  const t = useText()
  const mayListen = useMay('calls.listen')
  const filters = useFilters()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = usePages(['voicemail-messages'], '/voicemail-messages', {
    schema: pageOf(voicemailMessageSchema),
    query: filters.query,
  })
  // What is gone, or is filtered away, is not changed unseen.
  const shown = (query.items ?? []).filter(({ id }) => chosen.has(id)).map(({ id }) => id)
  const choose = (id: string, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((one) => one !== id)))
  const empty = filters.isFiltered ? 'nothing' : 'empty'
  return (
    <Page tight>
      <PageHead title={t('calls.voicemail.title')} lead={t('calls.voicemail.lead')} />
      <Filters filters={filters} />
      <PagedList
        label={t('calls.voicemail.title')}
        query={query}
        empty={{
          title: t(`calls.voicemail.${empty}Title`),
          text: t(`calls.voicemail.${empty}Text`),
        }}
        row={(message) => (
          <MessageItem
            key={message.id}
            message={message}
            choice={
              mayListen
                ? {
                    isChosen: chosen.has(message.id),
                    onChange: (is) => choose(message.id, is),
                  }
                : undefined
            }
          />
        )}
      />
      {shown.length > 0 && (
        <VoicemailBulk
          ids={shown}
          onAll={
            shown.length < (query.items?.length ?? 0)
              ? () => setChosen(new Set(query.items?.map(({ id }) => id)))
              : undefined
          }
          onDone={() => setChosen(new Set())}
        />
      )}
    </Page>
  )
}

const states = ['all', 'new', 'heard'] as const

function useFilters() {
  const [stateParam, setState] = useQueryParam('state')
  const [box, setBox] = useQueryParam('box')
  const [caller, setCaller] = useQueryParam('caller')
  const state = states.find((one) => one === stateParam) ?? 'all'
  return {
    state,
    setState,
    box,
    setBox,
    caller,
    setCaller,
    isFiltered: state !== 'all' || box !== '' || caller !== '',
    query: { state: state === 'all' ? '' : state, box, caller },
  }
}

function Filters({ filters }: { filters: ReturnType<typeof useFilters> }) {
  const t = useText()
  const counts = useQuery({
    queryKey: ['voicemail-messages', 'boxes'],
    queryFn: ({ signal }) =>
      api.get('/voicemail-messages/boxes', { schema: voicemailCountsSchema, signal }),
  })
  const boxes = counts.data?.items ?? []
  if (boxes.length === 0 && !filters.isFiltered) return null
  const fresh = boxes
    .filter(({ id }) => filters.box === '' || id === filters.box)
    .reduce((sum, box) => sum + box.new, 0)
  return (
    <div className="filters">
      <Segments
        label={t('calls.voicemail.state')}
        value={filters.state}
        onChange={(state) => filters.setState(state === 'all' ? '' : state)}
        segments={[
          { value: 'all', label: t('calls.voicemail.stateAll') },
          { value: 'new', label: t('calls.voicemail.stateNew', { count: fresh }) },
          { value: 'heard', label: t('calls.voicemail.stateHeard') },
        ]}
      />
      {(boxes.length > 1 || filters.box !== '') && (
        <Select
          size="sm"
          className="w-52 flex-none"
          aria-label={t('calls.voicemail.box')}
          value={filters.box === '' ? 'all' : filters.box}
          onChange={(value) => filters.setBox(value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('calls.voicemail.allBoxes') },
            ...boxes.map((box) => ({
              value: box.id,
              label:
                box.new === 0
                  ? box.name
                  : t('calls.voicemail.boxWithNew', { name: box.name, count: box.new }),
            })),
          ]}
        />
      )}
      <SearchInput
        value={filters.caller}
        onChange={filters.setCaller}
        label={t('calls.voicemail.callerFilter')}
        className="max-w-[220px]"
      />
    </div>
  )
}
