import java.io.File;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates PDF files with the veraPDF engine.
 *
 * <p>Arguments: flavours joined by commas ("ua1,2a"), then files. Prints a line for each file and flavour, fields parted
 * by tabs: file, flavour, rules of the profile, checks made, and the rules that failed as "clause-test xTimes
 * description", one field each. Ends with 0 whether files pass or fail; anything else is a fault of the run.
 */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
            profiles.put(flavour, profile(flavour, name.equals("ua1") ? "PDFUA-1" : "PDFA-" + name.toUpperCase()));
        }
        for (int i = 1; i < arguments.length; i++) {
            for (Map.Entry<PDFAFlavour, ValidationProfile> asked : profiles.entrySet()) {
                System.out.println(verdict(arguments[i], asked.getKey(), asked.getValue()));
            }
        }
    }

    // The model keeps what it read for one flavour, so each has a parser of its own.
    private static String verdict(String file, PDFAFlavour flavour, ValidationProfile profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, 1, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> failed = new TreeMap<>();
            for (Map.Entry<RuleId, Integer> entry : result.getFailedChecks().entrySet()) {
                RuleId id = entry.getKey();
                String description = profile.getRuleByRuleId(id).getDescription().replaceAll("\\s+", " ").trim();
                String name = id.getClause() + "-" + id.getTestNumber();
                failed.put(name, name + " x" + entry.getValue() + " " + description);
            }
            List<String> fields = new ArrayList<>(List.of(file, flavour.getId()));
            fields.add(String.valueOf(profile.getRules().size()));
            fields.add(String.valueOf(result.getTotalAssertions()));
            fields.addAll(failed.values());
            if (result.isCompliant() != failed.isEmpty()) {
                throw new IllegalStateException(file + ": the verdict is not that of its rules");
            }
            return String.join("\t", fields);
        }
    }

    // The jar lacks the library with which veraPDF reads its own profiles, but has the profiles.
    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        String path = "org/verapdf/pdfa/validation/" + name + ".xml";
        Element root;
        try (InputStream stream = Profiles.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new FileNotFoundException(path);
            }
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element element : elements(root, "rule")) {
            rules.add(rule(element));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element element : elements(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                    element.getAttribute("name"), element.getAttribute("object"),
                    text(element, "defaultValue"), text(element, "value")));
        }
        ValidationProfile profile = Profiles.profileFromValues(
                flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
        if (profile.getRules().size() != elements(root, "rule").size()) {
            throw new IllegalStateException("rules of " + name + " were lost");
        }
        return profile;
    }

    private static Rule rule(Element element) {
        Element id = elements(element, "id").get(0);
        Element error = elements(element, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : elements(error, "argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                element.getAttribute("object"), "true".equals(element.getAttribute("deferred")) ? true : null,
                element.getAttribute("tags"), text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments), new ArrayList<>());
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        for (Element element : elements(parent, name)) {
            if (element.getParentNode() == parent) {
                return element.getTextContent();
            }
        }
        return "";
    }
}
