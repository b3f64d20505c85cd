import type { FlowImport } from '../call-flow/service.ts'

const people = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Hedy Lamarr'] as const
const keys = ['$1001', '$1002', '$1003', '$1004'] as const

/** The numbers that the sample company answers: numbers kept for fiction. */
const sampleNumbers = { main: '+12025550100', office: '+12025550101' } as const

/** A small company that shows what a call flow can do. Its numbers and names are what the guides speak of. */
export function sampleCompany(country: string): FlowImport {
  return {
    nodes: [...extensions(), ...desk()],
    phoneNumbers: [
      { number: sampleNumbers.main, label: 'Main number', entry: '$welcome', callerNamePrefix: '' },
      { number: sampleNumbers.office, label: 'Office', entry: '$office', callerNamePrefix: '' },
    ],
    outboundRoutes: [{ name: 'Own country', countries: [country], prefixes: [], trunks: [] }],
  }
}

function extensions(): FlowImport['nodes'] {
  return people.map((name, index) => ({
    key: keys[index] ?? '',
    type: 'extension' as const,
    name,
    extension: String(1001 + index),
    config: {
      devices: [{ name: 'Phone' }],
      ringSeconds: 20,
      voicemail: { greeting: { text: `This is ${name}. Please leave a message after the tone.` } },
    },
    position: { x: 1560, y: 80 + index * 160 },
  }))
}

function desk(): FlowImport['nodes'] {
  const open = [{ from: '09:00', to: '17:00' }]
  return [
    {
      key: '$office',
      type: 'business_hours',
      name: 'Office',
      config: {
        weekly: { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open },
      },
      exits: { open: '$welcome', closed: '$voicemail' },
      position: { x: 320, y: 400 },
    },
    {
      key: '$welcome',
      type: 'ivr_menu',
      name: 'Welcome',
      config: {
        prompt: {
          text: 'Welcome. For sales press 1, for support press 2, for the office press 3. To leave a message, stay on the line.',
        },
        options: [
          { digits: '1', label: 'Sales' },
          { digits: '2', label: 'Support' },
          { digits: '3', label: 'Office' },
        ],
        attempts: 1,
      },
      exits: {
        '1': '$sales',
        '2': '$support',
        '3': '$1004',
        timeout: '$voicemail',
        invalid: '$voicemail',
      },
      position: { x: 620, y: 200 },
    },
    {
      key: '$sales',
      type: 'ring_group',
      name: 'Sales',
      extension: '2000',
      config: {
        strategy: 'simultaneous',
        members: [{ node: '$1001' }, { node: '$1002' }],
        ringSeconds: 20,
      },
      exits: { no_answer: '$voicemail' },
      position: { x: 930, y: 100 },
    },
    {
      key: '$support',
      type: 'queue',
      name: 'Support',
      extension: '2001',
      config: {
        strategy: 'least_recent',
        agents: [{ node: '$1003' }],
        maxWaitSeconds: 120,
        announcePosition: true,
      },
      exits: { timeout: '$voicemail', full: '$voicemail', no_agents: '$voicemail' },
      position: { x: 930, y: 280 },
    },
    {
      key: '$voicemail',
      type: 'voicemail',
      name: 'Voicemail',
      config: {
        greeting: { text: 'Nobody can take your call right now. Leave a message after the tone.' },
      },
      position: { x: 1240, y: 400 },
    },
  ]
}
