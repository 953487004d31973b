package movement

import "haven/draw"

// ids are hashes of names, so that random streams do not depend on the order
// of rows.
type ids struct {
	place, lane, leg, service, kept, leaf []uint64
	country                               []uint64
	bound                                 []uint64 // by leg and kept: who is bound where
	home                                  []uint64 // by origin and kept: who leaves from where
}

func (f *Frame) nameStreams() {
	sc := f.sc
	for i := range sc.Places {
		f.ids.place = append(f.ids.place, draw.Hash(sc.Places[i].ID))
	}
	for _, c := range f.layout.countries {
		f.ids.country = append(f.ids.country, draw.Hash(c))
	}
	for i := range sc.Crossings {
		f.ids.lane = append(f.ids.lane, draw.Hash(sc.Crossings[i].ID))
	}
	for _, s := range f.services {
		a := f.net.Arcs[s.arc]
		f.ids.service = append(f.ids.service, draw.Mix(draw.Hash(sc.Links[a.Link].ID), f.ids.place[a.From]))
	}
	for _, l := range f.net.Legs {
		h := f.ids.place[f.net.Destinations[l.Destination]]
		if l.Lane != none {
			h = draw.Mix(h, f.ids.lane[l.Lane])
		}
		f.ids.leg = append(f.ids.leg, h)
	}
	for _, k := range f.kept {
		f.ids.kept = append(f.ids.kept, draw.Hash(sc.Groups[k.group].ID))
	}
	for _, leg := range f.ids.leg {
		for _, k := range f.ids.kept {
			f.ids.bound = append(f.ids.bound, draw.Mix(leg, k))
		}
	}
	for _, node := range f.origins {
		for _, k := range f.ids.kept {
			f.ids.home = append(f.ids.home, draw.Mix(f.ids.place[node], k))
		}
	}
	wayID := make([]uint64, len(f.ways))
	for i := range f.ways {
		h := f.ids.leg[f.ways[i].leg]
		for _, a := range f.ways[i].arcs {
			h = draw.Mix(h, draw.Hash(sc.Links[f.net.Arcs[a].Link].ID))
		}
		wayID[i] = h
	}
	for i := range f.leaves {
		f.ids.leaf = append(f.ids.leaf, wayID[f.leaves[i].way])
	}
}
