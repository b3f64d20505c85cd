import { describe, expect, test } from 'vitest'
import {
  emptyWeek,
  makeAnnouncement,
  makeApplication,
  makeCallerFilter,
  makeCallerId,
  makeCallRecording,
  makeConference,
  makeExtension,
  makeExternal,
  makeFlow,
  makeHangUp,
  makeHours,
  makeMenu,
  makeOutboundRoute,
  makePhoneNumber,
  makeQueue,
  makeRingGroup,
  makeVoicemail,
  officeWeek,
  voicemailDefaults,
} from '../testing/flow-factories.ts'
import type { Flow, FlowNode } from './flow.ts'
import { type HolidayBook, noHolidays } from './holidays.ts'
import { lintFlow } from './lint.ts'
import type { CallerRule } from './nodes/caller-filter.ts'

const ann = makeExtension('101', 'Ann', {
  config: { userId: 'user_1', voicemail: voicemailDefaults },
})

function errorsOf(flow: Partial<Flow>): string[] {
  return lintFlow(makeFlow(flow)).errors.map(
    (finding) => `${finding.subject.name}: ${finding.code}`,
  )
}
function warningsOf(flow: Partial<Flow>, now?: string): string[] {
  const { warnings } = lintFlow(makeFlow(flow), now)
  return warnings.map((finding) => `${finding.subject.name}: ${finding.code}`)
}

test('a sound flow has neither errors nor warnings', () => {
  const box = makeVoicemail('Box')
  const sales = makeRingGroup('Sales', [ann], { exits: { no_answer: box.id } })
  const menu = makeMenu('Menu', ['1', '20'], {
    exits: { '1': sales.id, '20': ann.id, timeout: sales.id, invalid: box.id },
  })
  const office = makeHours('Office', { exits: { open: menu.id, closed: box.id } })
  const phoneNumber = makePhoneNumber('+12025550100', office)
  const flow = { nodes: [ann, box, sales, menu, office], phoneNumbers: [phoneNumber] }
  expect(lintFlow(makeFlow(flow), '2026-11-17T15:00:00Z')).toEqual({ errors: [], warnings: [] })
})

test('each finding names the node, says what is wrong and what to do', () => {
  const welcome = makeAnnouncement('Welcome', { exits: { next: 'vm_gone00' } })
  const { errors } = lintFlow(makeFlow({ nodes: [welcome] }))
  expect(errors).toEqual([
    {
      code: 'exit_to_deleted',
      subject: { kind: 'node', id: welcome.id, name: 'Welcome' },
      node: welcome.id,
      message: 'Exit next of Welcome leads to a step that was deleted.',
      remedy: 'Choose another step for next, or none to hang up.',
    },
  ])
})

describe('targets', () => {
  const off = makeHangUp('Off', { enabled: false })
  const offExtension = makeExtension('102', 'Tom', { enabled: false })

  test.each<[string, FlowNode[], string[]]>([
    [
      'an exit to a step that is switched off',
      [makeAnnouncement('Welcome', { exits: { next: off.id } }), off],
      ['Welcome: exit_to_disabled'],
    ],
    [
      'an option to a deleted step',
      [makeMenu('Menu', ['1'], { exits: { '1': 'ann_gone00' } })],
      ['Menu: exit_to_deleted'],
    ],
    [
      'a deleted member',
      [ann, makeRingGroup('Sales', [ann, { id: 'ext_gone00' }])],
      ['Sales: member_deleted'],
    ],
    [
      'a member that is switched off',
      [offExtension, ann, makeRingGroup('Sales', [ann, offExtension])],
      ['Sales: member_disabled'],
    ],
    [
      'a member that is no extension',
      [makeVoicemail('Box'), ann, makeRingGroup('Sales', [ann, makeVoicemail('Box')])],
      ['Sales: member_not_extension'],
    ],
  ])('%s', (_what, nodes, expected) => {
    expect(errorsOf({ nodes })).toEqual(expected)
  })

  test('what a step that is switched off points at does not matter', () => {
    const nodes = [makeAnnouncement('Old', { enabled: false, exits: { next: 'vm_gone00' } })]
    expect(errorsOf({ nodes })).toEqual([])
  })

  test('an exit that the step no longer has does not matter', () => {
    const nodes = [makeMenu('Menu', ['1'], { exits: { '7': 'vm_gone00' } })]
    expect(errorsOf({ nodes })).toEqual([])
  })

  test.each([
    [null, 'entry_missing'],
    [{ id: 'ann_gone00' }, 'entry_deleted'],
    [off, 'entry_disabled'],
  ])('a phone number that leads to %j: %s', (entry, code) => {
    const phoneNumber = makePhoneNumber('+12025550100', entry, { label: 'Main' })
    expect(errorsOf({ nodes: [off], phoneNumbers: [phoneNumber] })).toEqual([`Main: ${code}`])
  })
})

describe('required and unique', () => {
  test('an extension needs its number', () => {
    const nodes = [makeExtension('101', 'Ann', { extension: null })]
    expect(errorsOf({ nodes })).toEqual(['Ann: extension_number_missing'])
  })

  test('a setting that its form would refuse is missing here too', () => {
    const nodes = [
      makeRingGroup('Sales', []),
      makeMenu('Menu', [], { exits: { timeout: ann.id, invalid: ann.id } }),
      makeAnnouncement('Silence', { config: { prompt: { text: ' ' } }, exits: { next: ann.id } }),
      ann,
    ]
    expect(errorsOf({ nodes })).toEqual([
      'Sales: setting_missing',
      'Menu: setting_missing',
      'Silence: setting_missing',
    ])
  })

  test('names and extension numbers belong to one step, also to one that is switched off', () => {
    const nodes = [
      ann,
      makeExtension('101', 'Tom', { enabled: false }),
      { ...makeExtension('103', 'Ann'), id: 'ext_other0' },
    ]
    expect(errorsOf({ nodes })).toEqual(['Tom: extension_taken', 'Ann: name_taken'])
  })

  test('a phone number is listed once', () => {
    const twice = makePhoneNumber('+12025550100', ann)
    const phoneNumbers = [twice, { ...twice, id: 'pn_other' }]
    expect(errorsOf({ nodes: [ann], phoneNumbers })).toEqual(['+12025550100: phone_number_taken'])
  })
})

describe('circles', () => {
  test('two schedules that lead to each other are one error', () => {
    const day = makeHours('Day', { exits: { closed: 'bh_Night0' } })
    const night = makeHours('Night', { exits: { closed: day.id } })
    const { errors } = lintFlow(makeFlow({ nodes: [day, night] }))
    expect(errors.map((finding) => finding.code)).toEqual(['silent_cycle'])
    expect(errors[0]?.message).toBe(
      'Day and Night lead in a circle in which nobody acts, rings or waits.',
    )
  })

  test('an announcement that leads to itself is an error, even if keys skip it', () => {
    const nodes = [
      makeAnnouncement('Loop', { exits: { next: 'ann_Loop00' }, config: { skippable: true } }),
    ]
    expect(errorsOf({ nodes })).toEqual(['Loop: silent_cycle'])
  })

  test('a group that cannot ring is silent', () => {
    const empty = makeExtension('102', 'Tom', { config: { devices: [] } })
    const group = makeRingGroup('Sales', [empty], { exits: { no_answer: 'rg_Sales0' } })
    expect(errorsOf({ nodes: [empty, group] })).toEqual(['Sales: silent_cycle'])
  })

  test('a ring, a menu or an outside number breaks the circle', () => {
    const group = makeRingGroup('Sales', [ann], { exits: { no_answer: 'ann_Sorry0' } })
    const sorry = makeAnnouncement('Sorry', { exits: { next: group.id } })
    const menu = makeMenu('Menu', ['1'], { exits: { '1': 'ivr_Menu00', timeout: 'ivr_Menu00' } })
    expect(errorsOf({ nodes: [ann, group, sorry, menu] })).toEqual([])
  })

  test.each<[string, FlowNode[], string]>([
    [
      'a menu whose silence leads back to it',
      [makeMenu('Menu', ['1'], { exits: { '1': ann.id, timeout: 'ivr_Menu00' } })],
      'Menu leads back to itself: a caller who presses nothing and whom nobody answers stays there for hours.',
    ],
    [
      'two groups that hand callers to each other',
      [
        makeRingGroup('Sales', [ann], { exits: { no_answer: 'rg_Office' } }),
        {
          ...makeRingGroup('Office', [ann], { exits: { no_answer: 'ann_Sorry0' } }),
          id: 'rg_Office',
        },
        makeAnnouncement('Sorry', { exits: { next: 'rg_Sales0' } }),
      ],
      'Sales, Office and Sorry lead in a circle: a caller who presses nothing and whom nobody answers goes round for hours.',
    ],
  ])('%s is a warning', (_what, nodes, message) => {
    const { errors, warnings } = lintFlow(makeFlow({ nodes: [ann, ...nodes] }))
    expect(errors).toEqual([])
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'endless_circle', message }))
  })

  test('a circle that takes a key is meant', () => {
    const back = makeAnnouncement('Back', { exits: { next: 'ivr_Menu00' } })
    const menu = makeMenu('Menu', ['9'], { exits: { '9': back.id } })
    expect(warningsOf({ nodes: [menu, back] })).not.toContain('Menu: endless_circle')
  })

  test('a chain of 20,000 steps is walked without running out of stack', {
    timeout: 60_000,
  }, () => {
    const { config } = makeAnnouncement('A')
    const nodes = Array.from({ length: 20_000 }, (_, index) => ({
      ...makeAnnouncement(`A${index}`, { exits: { next: idOf((index + 1) % 20_000) } }),
      id: idOf(index),
      config,
    }))
    expect(errorsOf({ nodes })).toEqual(['A0: silent_cycle'])
  })
})

function idOf(index: number): string {
  return `ann_${String(index).padStart(6, '0')}`
}

describe('menus', () => {
  const connected = { timeout: ann.id, invalid: ann.id }

  test('an option listed twice', () => {
    const menu = makeMenu('Menu', ['1', '1'], { exits: { '1': ann.id, ...connected } })
    expect(errorsOf({ nodes: [ann, menu] })).toEqual(['Menu: option_repeated'])
  })

  test('an option that begins with another one', () => {
    const menu = makeMenu('Menu', ['12', '1'], {
      exits: { '1': ann.id, '12': ann.id, ...connected },
    })
    expect(errorsOf({ nodes: [ann, menu] })).toEqual(['Menu: option_shadowed'])
  })

  test('an extension number that begins with an option is a warning, with direct dialing only', () => {
    const exits = { '1': ann.id, ...connected }
    const menu = makeMenu('Menu', ['1'], { exits, extension: '900', config: { directDial: true } })
    expect(warningsOf({ nodes: [ann, menu] })).toEqual(['Menu: extension_shadows_option'])
    const plain = makeMenu('Menu', ['1'], { exits, extension: '900' })
    expect(warningsOf({ nodes: [ann, plain] })).toEqual([])
  })

  test('a menu without timeout hangs up on the silent', () => {
    const menu = makeMenu('Menu', ['1'], {
      extension: '900',
      exits: { '1': ann.id, invalid: ann.id },
    })
    expect(warningsOf({ nodes: [ann, menu] })).toEqual(['Menu: menu_without_timeout'])
  })
})

describe('business hours', () => {
  const connected = { open: ann.id, closed: ann.id }
  function overlapsOf(weekly: Parameters<typeof makeHours>[1]) {
    return errorsOf({ nodes: [ann, makeHours('Office', { exits: connected, ...weekly })] })
  }
  const week = emptyWeek()

  test.each([
    [
      'in one day',
      {
        monday: [
          { from: '08:00', to: '12:00' },
          { from: '11:59', to: '13:00' },
        ],
      },
    ],
    [
      'over midnight',
      { monday: [{ from: '22:00', to: '06:00' }], tuesday: [{ from: '05:00', to: '09:00' }] },
    ],
    [
      'over the end of the week',
      { sunday: [{ from: '22:00', to: '06:00' }], monday: [{ from: '05:00', to: '09:00' }] },
    ],
    [
      'of one around another',
      {
        monday: [
          { from: '08:00', to: '18:00' },
          { from: '09:00', to: '10:00' },
        ],
      },
    ],
  ])('an overlap %s', (_where, days) => {
    expect(overlapsOf({ config: { weekly: { ...week, ...days } } })).toEqual([
      'Office: hours_overlap',
    ])
  })

  test('ranges that touch do not overlap', () => {
    const days = {
      sunday: [{ from: '22:00', to: '06:00' }],
      monday: [
        { from: '06:00', to: '12:00' },
        { from: '12:00', to: '24:00' },
      ],
      tuesday: [{ from: '00:00', to: '00:00' }],
      wednesday: [{ from: '00:00', to: '01:00' }],
    }
    expect(overlapsOf({ config: { weekly: { ...week, ...days } } })).toEqual([])
  })

  test('special hours may not overlap, and a date has one exception', () => {
    const ranges = [
      { from: '08:00', to: '12:00' },
      { from: '10:00', to: '13:00' },
    ]
    const date = '2026-12-24'
    const exceptions = [
      { date, name: 'Eve', type: 'special_hours' as const, ranges },
      { date, name: 'Again', type: 'closed' as const, ranges: [] },
    ]
    expect(overlapsOf({ config: { weekly: officeWeek(), exceptions } })).toEqual([
      'Office: hours_overlap',
      'Office: exception_repeated',
    ])
  })

  test('hours that never open are a warning', () => {
    const office = makeHours('Office', {
      extension: '900',
      exits: connected,
      config: { weekly: week },
    })
    expect(warningsOf({ nodes: [ann, office] })).toEqual(['Office: hours_never_open'])
  })

  test('a clock change inside an open range is a warning while it lies ahead', () => {
    const weekly = { ...week, saturday: [{ from: '22:00', to: '06:00' }] }
    const night = makeHours('Night', { extension: '900', exits: connected, config: { weekly } })
    const { warnings } = lintFlow(makeFlow({ nodes: [ann, night] }), '2026-09-01T00:00:00Z')
    expect(warnings.map((finding) => finding.message)).toEqual([
      'On 2026-11-01 the clocks in America/New_York go back by 60 minutes while Night is open: it is open 60 minutes longer.',
      'On 2027-03-14 the clocks in America/New_York go forward by 60 minutes while Night is open: it is open 60 minutes less.',
    ])
    expect(warningsOf({ nodes: [ann, night] })).toEqual([])
  })
})

describe('caller filters', () => {
  const exits = { first: ann.id, second: ann.id, otherwise: ann.id }
  const first = { id: 'first', name: 'First' }
  const second = { id: 'second', name: 'Second' }
  const hiddenBy = (before: CallerRule, rule: CallerRule) => {
    const filter = makeCallerFilter('Screen', [before, rule], { extension: '900', exits })
    return warningsOf({ nodes: [ann, filter] })
  }

  test.each<[CallerRule, CallerRule]>([
    [
      { ...first, kind: 'prefix', prefix: '+1' },
      { ...second, kind: 'number', number: '+12025550100' },
    ],
    [
      { ...first, kind: 'prefix', prefix: '+1' },
      { ...second, kind: 'prefix', prefix: '+1202' },
    ],
    [
      { ...first, kind: 'contact_list', numbers: ['+12025550100', '+12025550101'] },
      { ...second, kind: 'contact_list', numbers: ['+12025550101'] },
    ],
    [
      { ...first, kind: 'block_list' },
      { ...second, kind: 'block_list' },
    ],
  ])('%j hides %j', (before, rule) => {
    expect(hiddenBy(before, rule)).toEqual(['Screen: caller_rule_hidden'])
    const isOnlyOneWay = before.kind !== rule.kind || before.kind === 'prefix'
    if (isOnlyOneWay) expect(hiddenBy(rule, before)).toEqual([])
  })

  test('a list with one number that is left hides nothing', () => {
    const numbers = ['+12025550100', '+442079460000']
    const rule: CallerRule = { ...second, kind: 'contact_list', numbers }
    expect(hiddenBy({ ...first, kind: 'prefix', prefix: '+1' }, rule)).toEqual([])
  })

  test('an exit is called by the name of its rule', () => {
    const rules: CallerRule[] = [{ id: 'vip', name: 'Important', kind: 'anonymous' }]
    const open = makeCallerFilter('Screen', rules, { extension: '900' })
    expect(lintFlow(makeFlow({ nodes: [open] })).warnings[0]?.message).toBe(
      'Screen hangs up without a word when rule Important fits and no rule fits.',
    )
    const lost = makeCallerFilter('Screen', rules, { exits: { vip: 'ann_gone00' } })
    expect(lintFlow(makeFlow({ nodes: [lost] })).errors[0]?.message).toBe(
      'Exit Important of Screen leads to a step that was deleted.',
    )
  })

  test('two rules of one name or id are refused', () => {
    const twins: CallerRule[] = [
      { id: 'a', name: 'Same', kind: 'anonymous' },
      { id: 'a', name: 'Same', kind: 'block_list' },
    ]
    const { errors } = lintFlow(makeFlow({ nodes: [makeCallerFilter('Screen', twins)] }))
    expect(errors.map((finding) => finding.remedy)).toEqual([
      'Another rule has this id. Give one of the two another.',
      'Another rule has this name. Give one of the two another.',
    ])
  })

  test('a filter that leads back to itself goes in a circle', () => {
    const rules: CallerRule[] = [{ id: 'vip', name: 'Important', kind: 'anonymous' }]
    const filter = makeCallerFilter('Screen', rules, { extension: '900' })
    const nodes = [{ ...filter, exits: { vip: filter.id, otherwise: filter.id } }]
    expect(errorsOf({ nodes })).toEqual(['Screen: silent_cycle'])
  })
})

describe('recording', () => {
  const bob = makeExtension('102', 'Bob', {
    config: { userId: 'user_2', recording: 'inbound', voicemail: voicemailDefaults },
  })
  const found = (nodes: FlowNode[], entry: FlowNode) =>
    warningsOf({ nodes, phoneNumbers: [makePhoneNumber('+12025550100', entry)] })

  test('callers who are recorded without having heard a word are a warning', () => {
    const silent = makeCallRecording('Rule', { exits: { next: ann.id } })
    expect(found([ann, silent], silent)).toEqual(['Rule: recording_unannounced'])
    const sales = makeRingGroup('Sales', [bob], { exits: { no_answer: bob.id } })
    expect(found([bob, sales], sales)).toEqual(['Bob: recording_unannounced'])
    const room = makeConference('Board', { config: { record: true }, exits: { refused: ann.id } })
    expect(found([ann, room], room)).toEqual(['Board: recording_unannounced'])
  })

  test('words before are none, and neither is a step that records nothing', () => {
    const config = { consent: { text: 'We record.' } }
    const told = makeCallRecording('Rule', { config, exits: { next: bob.id } })
    expect(found([bob, told], told)).toEqual([])
    const off = makeCallRecording('Rule', { config: { mode: 'off' }, exits: { next: bob.id } })
    expect(found([bob, off], off)).toEqual([])
    const silent = makeCallRecording('Rule', { exits: { next: ann.id } })
    const words = makeAnnouncement('Words', { exits: { next: silent.id } })
    expect(found([ann, silent, words], words)).toEqual([])
  })
})

describe('caller ID rules', () => {
  const settings = { extension: '900', exits: { next: ann.id } }

  test('a rule that changes nothing is a warning', () => {
    expect(warningsOf({ nodes: [ann, makeCallerId('Mark', settings)] })).toEqual([
      'Mark: caller_id_changes_nothing',
    ])
    const tagged = makeCallerId('Mark', { ...settings, config: { tags: ['vip'] } })
    expect(warningsOf({ nodes: [ann, tagged] })).toEqual([])
  })

  test('more than a call can carry is an error with its size', () => {
    const variables = ['a', 'b', 'c'].map((name) => ({ name, value: 'x'.repeat(200) }))
    const rule = makeCallerId('Mark', { ...settings, config: { variables } })
    expect(lintFlow(makeFlow({ nodes: [ann, rule] })).errors).toMatchObject([
      {
        code: 'setting_missing',
        remedy:
          'Name, tags and variables take 632 bytes together, and a call carries 512. Shorten or remove some.',
      },
    ])
  })

  test('a tag or variable that is there twice is refused', () => {
    const variable = { name: 'a', value: '1' }
    const config = { tags: ['vip', 'vip'], variables: [variable, variable] }
    const rule = makeCallerId('Mark', { ...settings, config })
    expect(errorsOf({ nodes: [ann, rule] })).toHaveLength(2)
  })
})

describe('conference rooms', () => {
  const settings = { extension: '900', exits: { refused: ann.id } }

  test('the end of a conference needs no step', () => {
    expect(warningsOf({ nodes: [ann, makeConference('Board', settings)] })).toEqual([])
    const open = makeConference('Board', { extension: '900' })
    expect(warningsOf({ nodes: [open] })).toEqual(['Board: exit_hangs_up'])
  })

  test.each([
    [{ pin: '1234', hostPin: '1234' }, 'Choose another for the host.'],
    [{ waitForHost: true }, 'all would wait forever'],
    [{ joinMuted: true }, 'nobody could be heard'],
    [{ pin: '12' }, 'Use 4 to 10 digits.'],
    [{ maxParticipants: 251 }, 'Use 250 people at most.'],
  ])('%j is refused', (config, remedy) => {
    const room = makeConference('Board', { ...settings, config })
    expect(lintFlow(makeFlow({ nodes: [ann, room] })).errors[0]?.remedy).toMatch(remedy)
  })
})

describe('applications', () => {
  const urlOf = (url: string, allowedHost: string) =>
    makeApplication('Bot', { extension: '900', config: { url, allowedHost } })
  const remediesOf = (url: string, allowedHost: string) =>
    lintFlow(makeFlow({ nodes: [urlOf(url, allowedHost)] })).errors.map((finding) => finding.remedy)

  test.each([
    ['https://voice.acme.example', 'voice.acme.example'],
    ['https://Voice.Acme.example:8443/start?a=1', 'voice.acme.example'],
  ])('%s may be asked', (url, host) => {
    expect(remediesOf(url, host)).toEqual([])
  })

  test.each([
    'http://voice.acme.example/',
    'https://',
    'https://user:secret@voice.acme.example/',
    'https://voice.acme.example/#top',
    'https://voice.acme.example/a b',
    'https://voice.acme.example\\@10.0.0.1/',
    'https://[::1]/',
    'cx://hosted-app/bot',
  ])('%j is no https address', (url) => {
    expect(remediesOf(url, '')[0]).toBe(
      'Enter an address such as https://voice.acme.example/start.',
    )
  })

  test.each([
    'https://localhost/',
    'https://127.0.0.1/',
    'https://10.1.2.3:443/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://pbx/',
    'https://nas.local/',
    'https://db.internal/',
  ])('%s is refused as private', (url) => {
    expect(remediesOf(url, '').join(' ')).toMatch('Use a host name of the public internet.')
  })

  test('the host has to be allowed by name', () => {
    expect(remediesOf('https://voice.acme.example/', 'other.example')).toEqual([
      'Allow voice.acme.example: the platform sends your Requests key there.',
    ])
  })

  test('an address of OPBX itself would go in circles', () => {
    expect(remediesOf('https://pbx.acme.example/api/voice/route', 'pbx.acme.example')[0]).toMatch(
      'the call would go in circles',
    )
  })
})

describe('outside numbers', () => {
  const exits = { no_answer: ann.id, busy: ann.id, failed: ann.id }

  test('a destination that no route permits', () => {
    const nodes = [ann, makeExternal('Mobile', { exits })]
    expect(errorsOf({ nodes })).toEqual(['Mobile: outside_not_permitted'])
    const outboundRoutes = [makeOutboundRoute('Home', { countries: ['US'] })]
    expect(errorsOf({ nodes, outboundRoutes })).toEqual([])
  })

  test('a SIP address whose domain no route names', () => {
    const nodes = [ann, makeExternal('Partner', { exits, config: { number: 'sip:a@b.example' } })]
    const outboundRoutes = [makeOutboundRoute('Home', { countries: ['US'] })]
    const [error] = lintFlow(makeFlow({ nodes, outboundRoutes })).errors
    expect(error).toMatchObject({
      code: 'outside_not_permitted',
      message: 'No outbound route permits sip:a@b.example, the number of Partner.',
      remedy: 'Name its SIP domain in an outbound route, or change the address.',
    })
    const permitting = [makeOutboundRoute('Partner', { sipDomains: ['b.example'] })]
    expect(errorsOf({ nodes, outboundRoutes: permitting })).toEqual([])
  })

  test('a member of a ring group that no route permits', () => {
    const members = [
      { number: '+12025550190', priority: 1, ringSeconds: null },
      { number: '+442079460000', priority: 1, ringSeconds: null },
    ]
    const group = makeRingGroup('Sales', [], { config: { members }, exits: { no_answer: ann.id } })
    const nodes = [ann, group]
    const outboundRoutes = [makeOutboundRoute('Home', { countries: ['US'] })]
    const { errors } = lintFlow(makeFlow({ nodes, outboundRoutes }))
    expect(errors).toMatchObject([
      {
        code: 'outside_not_permitted',
        node: group.id,
        message: 'No outbound route permits +442079460000, a member of Sales.',
        remedy: 'Add an outbound route for its country or its prefix, or change the number.',
      },
    ])
  })

  test('a number in another country that no route names, and a caller ID that is not ours', () => {
    const abroad = (prefix: string) => [makeOutboundRoute('All', { prefixes: ['+1', prefix] })]
    const config = { number: '+442079460000', callerId: '+12025550199' }
    const nodes = [ann, makeExternal('London', { exits, config })]
    expect(errorsOf({ nodes, outboundRoutes: abroad('+33') })).toEqual([
      'London: outside_not_permitted',
      'London: caller_id_not_owned',
    ])
    expect(errorsOf({ nodes, outboundRoutes: abroad('+44') })).toEqual([
      'London: caller_id_not_owned',
    ])
  })
})

describe('probably not meant', () => {
  test('exits that hang up, in one sentence', () => {
    const tom = makeExtension('102', 'Tom')
    const { warnings } = lintFlow(makeFlow({ nodes: [tom] }))
    expect(warnings.map((finding) => finding.message)).toEqual([
      'Tom hangs up without a word when nobody answers, the line is busy and the phone is off.',
    ])
  })

  test('a step that nothing leads to', () => {
    expect(warningsOf({ nodes: [makeVoicemail('Box')] })).toEqual(['Box: node_unreached'])
    expect(warningsOf({ nodes: [makeVoicemail('Box', { extension: '900' })] })).toEqual([])
  })

  test('a group in which nobody can ring, an extension without device, a box of nobody', () => {
    const tom = makeExtension('102', 'Tom', {
      config: { devices: [], voicemail: voicemailDefaults },
    })
    const group = makeRingGroup('Sales', [tom], { extension: '900', exits: { no_answer: ann.id } })
    expect(warningsOf({ nodes: [ann, tom, group] })).toEqual([
      'Tom: extension_without_device',
      'Tom: voicemail_without_person',
      'Sales: group_without_member',
    ])
  })

  test('a box that e-mails its messages has somebody who gets them', () => {
    const box = { ...voicemailDefaults, emails: ['front-desk@acme.example'] }
    const tom = makeExtension('102', 'Tom', { config: { voicemail: box } })
    expect(warningsOf({ nodes: [tom] })).toEqual([])
  })
})

describe('queues', () => {
  const everyExit = { timeout: ann.id, full: ann.id, no_agents: ann.id, key_pressed: ann.id }

  test('agents who cannot ring, were deleted or are no extension', () => {
    const tom = makeExtension('102', 'Tom', { config: { devices: [] } })
    const silent = makeQueue('Silent', [tom], { extension: '900', exits: everyExit })
    expect(warningsOf({ nodes: [ann, tom, silent] })).toContain('Silent: queue_without_agent')
    const broken = makeQueue('Broken', [{ id: 'ext_gone00' }, silent], { exits: everyExit })
    expect(errorsOf({ nodes: [ann, tom, silent, broken] })).toEqual([
      'Broken: member_deleted',
      'Broken: member_not_extension',
    ])
  })

  test('exits that can be taken and lead nowhere; the key only where there is one', () => {
    const open = (config: Parameters<typeof makeQueue>[2]) => {
      const queue = makeQueue('Support', [ann], { extension: '900', ...config })
      return lintFlow(makeFlow({ nodes: [ann, queue] })).warnings.map(({ message }) => message)
    }
    expect(open({})).toEqual([
      'Support hangs up without a word when somebody has waited too long, too many wait already and no agent is there.',
    ])
    expect(open({ config: { joinEmpty: 'always', exitKey: '0' } })).toEqual([
      'Support hangs up without a word when somebody has waited too long, too many wait already and the exit key is pressed.',
    ])
  })

  test('a full queue that leads to itself is a circle; one that callers waited in is none', () => {
    const circle = makeQueue('Support', [ann], { exits: { ...everyExit, full: 'que_Support' } })
    expect(errorsOf({ nodes: [ann, circle] })).toEqual(['Support: silent_cycle'])
    const waits = makeQueue('Support', [ann], { exits: { ...everyExit, timeout: 'que_Support' } })
    expect(errorsOf({ nodes: [ann, waits] })).toEqual([])
  })

  test('an agent twice is refused', () => {
    const { errors } = lintFlow(makeFlow({ nodes: [ann, makeQueue('Support', [ann, ann])] }))
    expect(errors[0]?.remedy).toBe('This is an agent already. Remove one of the two.')
  })
})

test('who is twice in a group is named as one too many', () => {
  const sales = makeRingGroup('Sales', [ann, ann])
  const { errors } = lintFlow(makeFlow({ nodes: [ann, sales] }))
  expect(errors).toMatchObject([
    { code: 'setting_missing', remedy: 'This is a member already. Remove one of the two.' },
  ])
})

test('a holiday calendar that does not exist is an error at its business hours', () => {
  const calendar = { country: 'DE', region: 'QQ', types: ['public' as const] }
  const night = makeHangUp('Bye')
  const office = makeHours('Office', {
    config: { holidays: [calendar] },
    exits: { open: night.id, closed: night.id },
  })
  const flow = makeFlow({ nodes: [office, night] })
  const codesWith = (book: HolidayBook) =>
    lintFlow(flow, undefined, [], book).errors.map(({ code, message }) => [code, message])
  expect(codesWith(() => null)).toEqual([
    ['holiday_calendar_unknown', 'Office has a holiday calendar that does not exist: DE, QQ.'],
  ])
  expect(codesWith(noHolidays)).toEqual([])
})
