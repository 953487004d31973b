package scenario

// YAML is a piece of a settings file with its place in it. Nothing is typed:
// NO is the text "NO".
type YAML = node

// ParseYAML reads a settings file. The problem says what is wrong with it,
// without the file's name; it never panics.
func ParseYAML(data []byte) (*YAML, *Problem) { return parseYAML(data) }

// Place is where the piece begins: line and character, both from 1.
func (n *node) Place() (line, column int) { return n.line, n.column }

// Scalar is the text of a single value, and whether it stands in quotes. ok is
// false for lists, mappings and nothing at all.
func (n *node) Scalar() (text string, quoted, ok bool) {
	return n.text, n.quoted, n.kind == scalarNode
}

// Empty says whether nothing is given.
func (n *node) Empty() bool { return n.kind == emptyNode }

// List are the items of a list; ok is false when it is none.
func (n *node) List() (items []*YAML, ok bool) { return n.items, n.kind == listNode }

// Entries calls each for the entries of a mapping in their order, and says
// whether it is one.
func (n *node) Entries(each func(key, value *YAML)) bool {
	for _, p := range n.pairs {
		each(p.key, p.value)
	}
	return n.kind == mapNode
}

// Describe is what the piece is, in a message: its text, or "a list".
func (n *node) Describe() string { return describeNode(n) }
