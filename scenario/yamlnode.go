package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds on scenario.yaml: beyond them it is no settings file.
const (
	longestYAML = 1 << 20
	deepestYAML = 60
)

// node is a piece of YAML with its place: a scalar's text as written, a list
// or a mapping. Nothing is typed yet: 010 is still "010" and NO is "NO".
type node struct {
	line, column int
	kind         nodeKind
	text         string
	quoted       bool // a scalar within quotes
	items        []*node
	pairs        []pair
}

type pair struct {
	key   *node
	value *node
}

type nodeKind int

const (
	scalarNode nodeKind = iota
	emptyNode
	listNode
	mapNode
	aliasNode
)

func (k nodeKind) String() string {
	return [...]string{"a value", "nothing", "a list", "a mapping", "an alias, where the value itself is needed"}[k]
}

// parseYAML reads a text into nodes. It never panics, whatever the text.
func parseYAML(data []byte) (root *node, problem *Problem) {
	defer func() {
		if recover() != nil {
			root, problem = nil, &Problem{Line: 1, Message: "the file cannot be understood as YAML"}
		}
	}()
	if p := unreadableYAML(data); p != nil {
		return nil, p
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, yamlSyntax(err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, &Problem{Line: 1, Message: "the file is empty", Allowed: "it begins with schema: 1", Suggestion: "`haven new NAME` writes one to start from"}
	}
	if len(file.Docs) > 1 && file.Docs[1].Body != nil {
		n := convert(file.Docs[1].Body, 0)
		return nil, &Problem{Line: n.line, Column: n.column, Message: "a second document begins (---)", Allowed: "one document"}
	}
	if root = convert(file.Docs[0].Body, 0); root.kind == emptyNode {
		return nil, &Problem{Line: root.line, Message: "the file holds nothing", Allowed: "it begins with schema: 1", Suggestion: "`haven new NAME` writes one to start from"}
	}
	return root, nil
}

func unreadableYAML(data []byte) *Problem {
	if len(data) > longestYAML {
		return &Problem{Message: fmt.Sprintf("the file is longer than %d bytes", longestYAML), Suggestion: "numbers for many places belong in the tables"}
	}
	depth := 0
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			p := latin1Problem(string(line))
			p.Message = strings.Replace(p.Message, "of the field", "of the line", 1)
			p.Line = i + 1
			return &p
		}
		if at := bytes.IndexFunc(line, isControl); at >= 0 {
			return &Problem{Line: i + 1, Column: at + 1, Message: fmt.Sprintf("the control character %U", line[at]), Suggestion: "take it out"}
		}
		indent := len(line) - len(bytes.TrimLeft(line, " \t-?:[{"))
		depth += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("{")) - bytes.Count(line, []byte("]")) - bytes.Count(line, []byte("}"))
		if depth > deepestYAML || indent > 2*deepestYAML {
			return &Problem{Line: i + 1, Message: "nested too deeply"}
		}
	}
	return nil
}

func yamlSyntax(err error) *Problem {
	p := &Problem{Line: 1, Message: "this is no YAML"}
	var located yaml.Error
	if !errors.As(err, &located) {
		return p
	}
	p.Message += ": " + located.GetMessage()
	if t := located.GetToken(); t != nil && t.Position != nil {
		p.Line, p.Column = t.Position.Line, t.Position.Column
		if strings.Contains(t.Origin, "\t") {
			p.Suggestion = "indent with spaces, not tabs"
		}
	}
	return p
}

func placed(t *token.Token) *node {
	n := &node{line: 1, column: 1}
	if t != nil && t.Position != nil {
		n.line, n.column = t.Position.Line, t.Position.Column
	}
	return n
}

// errYAML stops convert; parseYAML turns it into a problem.
type errYAML struct{}

func convert(from ast.Node, depth int) *node {
	if depth > deepestYAML {
		panic(errYAML{})
	}
	switch v := from.(type) {
	case nil:
		return &node{kind: emptyNode, line: 1, column: 1}
	case *ast.MappingNode:
		return convertPairs(v.Values, v.GetToken(), depth)
	case *ast.MappingValueNode:
		return convertPairs([]*ast.MappingValueNode{v}, nil, depth)
	case *ast.SequenceNode:
		n := placed(v.GetToken())
		n.kind = listNode
		for _, item := range v.Values {
			n.items = append(n.items, convert(item, depth+1))
		}
		return n
	case *ast.NullNode:
		n := placed(v.GetToken())
		n.kind = emptyNode
		n.text = v.GetToken().Value
		return n
	case *ast.LiteralNode:
		n := placed(v.GetToken())
		n.text = v.Value.Value
		return n
	case *ast.AliasNode:
		n := placed(v.GetToken())
		n.kind = aliasNode
		return n
	case *ast.TagNode:
		return convert(v.Value, depth+1)
	case *ast.AnchorNode:
		return convert(v.Value, depth+1)
	}
	n := placed(from.GetToken())
	t := from.GetToken()
	n.text, n.quoted = t.Value, t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	return n
}

func convertPairs(values []*ast.MappingValueNode, start *token.Token, depth int) *node {
	n := placed(start)
	n.kind = mapNode
	for i, v := range values {
		key := placed(v.Key.GetToken())
		key.text = v.Key.GetToken().Value
		if i == 0 {
			n.line, n.column = key.line, key.column
		}
		n.pairs = append(n.pairs, pair{key, convert(v.Value, depth+1)})
	}
	return n
}
